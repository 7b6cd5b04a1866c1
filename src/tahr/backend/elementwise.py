"""Functions of each element whose meaning or arguments differ from those of `keras.ops`."""

from typing import Any

from tahr import ops
from tahr.core import current
from tahr.core.notices import notice
from tahr.core.typing import Tensor
from tahr.ops.op import op
from tahr.ops.symbolic import is_symbolic


def sqrt(x: Any) -> Tensor:
    """Returns square roots, zero for what is below zero.

    Example:
        >>> sqrt([4.0, -1.0]).tolist()
        [2.0, 0.0]
    """
    return ops.sqrt(ops.maximum(x, 0.0))


def pow(x: Any, a: Any) -> Tensor:
    """Returns a power of each element.

    Args:
        x: tensor.
        a: the exponent.
    """
    return ops.power(x, a)


def clip(x: Any, min_value: Any = None, max_value: Any = None) -> Tensor:
    """Brings each element between two values.

    Args:
        x: tensor.
        min_value: the least; None for no limit.
        max_value: the most; None for no limit. Where it is less than the least, it is the least.

    Example:
        >>> clip([-1.0, 0.5, 9.0], 0.0, None).tolist()
        [0.0, 0.5, 9.0]
    """
    numbers = isinstance(min_value, int | float) and isinstance(max_value, int | float)
    if numbers and max_value < min_value:
        max_value = min_value
    if min_value is not None:
        x = ops.maximum(x, min_value)
    return x if max_value is None else ops.minimum(x, max_value)


def relu(
    x: Any, alpha: float = 0.0, max_value: float | None = None, threshold: float = 0.0
) -> Tensor:
    """Returns what is above a threshold, and a part of what is below.

    Args:
        x: tensor.
        alpha: how steep it is below the threshold.
        max_value: the most; None for no limit.
        threshold: where it bends.

    Example:
        >>> relu([-2.0, 0.5, 9.0], alpha=0.5, max_value=6.0).tolist()
        [-1.0, 0.5, 6.0]
    """
    below = ops.multiply(ops.subtract(x, threshold), alpha)
    above = x if max_value is None else ops.minimum(x, max_value)
    return ops.where(ops.greater_equal(x, threshold), above, below)


def elu(x: Any, alpha: float = 1.0) -> Tensor:
    """Returns the exponential linear unit.

    Args:
        x: tensor.
        alpha: how far it goes below zero.
    """
    return ops.multiply(ops.elu(x), ops.where(ops.greater(x, 0), 1.0, alpha))


def hard_sigmoid(x: Any) -> Tensor:
    """Returns 0.2 x + 0.5, between 0 and 1.

    Example:
        >>> hard_sigmoid([-3.0, 0.0, 5.0]).tolist()
        [0.0, 0.5, 1.0]
    """
    return ops.minimum(ops.maximum(ops.add(ops.multiply(x, 0.2), 0.5), 0.0), 1.0)


def softmax(x: Any, axis: int = -1) -> Tensor:
    """Returns shares that sum to one along an axis.

    Args:
        x: tensor.
        axis: which.
    """
    return ops.softmax(x, axis=axis)


def l2_normalize(x: Any, axis: Any = None) -> Tensor:
    """Divides by the root of the sum of squares.

    Args:
        x: tensor.
        axis: along which it is summed; all by default.

    Example:
        >>> [[round(float(n), 4) for n in row] for row in l2_normalize([[3.0, 4.0]], axis=-1)]
        [[0.6, 0.8]]
    """
    squares = ops.sum(ops.square(x), axis=axis, keepdims=True)
    return ops.multiply(x, ops.rsqrt(ops.maximum(squares, 1e-12)))


def stop_gradient(variables: Any) -> Any:
    """Returns tensors through which no gradient flows; one or a list."""
    if isinstance(variables, list | tuple):
        return [ops.stop_gradient(x) for x in variables]
    return ops.stop_gradient(variables)


def identity(x: Any, name: str | None = None) -> Any:
    """Returns the same values."""
    return ops.copy(x)


def print_tensor(x: Any, message: str = "", summarize: int = 3) -> Any:
    """Prints the values of a tensor where they are computed, and returns it.

    Args:
        x: tensor.
        message: printed in front.
        summarize: unused: as many values are printed as NumPy prints.
    """
    if is_symbolic(x):
        return _printed(x, message=message)
    engine = current.engine()
    value = ops.convert_to_tensor(x)
    if engine.name != "spec" and engine.is_concrete(value):
        print(message, current.to_numpy(value))  # noqa: T201
    elif engine.name != "spec":
        notice("`print_tensor` prints nothing in what is compiled: use model(x), or run_eagerly")
    return x


@op()
def _printed(x: Tensor, message: str = "") -> Tensor:
    return print_tensor(x, message)


def in_top_k(predictions: Any, targets: Any, k: int) -> Tensor:
    """Returns whether the right class is among the k likeliest.

    Args:
        predictions: `(batch, classes)`.
        targets: integers `(batch,)`.
        k: how many count.
    """
    return ops.in_top_k(targets, predictions, k)
