"""Softmax and its relatives: vectors turned into probabilities."""

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, maximum, multiply, subtract, true_divide
from tahr.ops.axes import Axis, axes_of, axis_of, dims, dtype_of, rank
from tahr.ops.exponential import exp, log
from tahr.ops.nn.origins import remembers
from tahr.ops.op import Rule, op


def _shifted(x: TensorLike, axis: Axis) -> Tensor:
    """Moves the largest to zero, so that no exponential overflows."""
    run = engine()
    if 0 in dims(x):
        return x  # type: ignore[return-value]
    return subtract(x, run.stop_gradient(run.max(x, axes_of(axis, rank(x)), True)))


@remembers("softmax")
@op(rule=Rule.FLOAT, rows="axis")
def softmax(x: TensorLike, axis: Axis = -1) -> Tensor:
    """Returns `exp(x) / sum(exp(x))`: positive numbers that sum to one.

    Args:
        x: logits of any shape.
        axis: the axis or axes that sum to one.

    Returns:
        A tensor like x.

    Example:
        >>> softmax([0.0, 0.0]).tolist()
        [0.5, 0.5]

    Source: Bridle 1990, "Probabilistic interpretation of feedforward classification network
    outputs".
    """
    powers = exp(_shifted(x, axis))
    return true_divide(powers, engine().sum(powers, axes_of(axis, rank(x)), True))


@op(rule=Rule.FLOAT, rows="axis")
def log_softmax(x: TensorLike, axis: Axis = -1) -> Tensor:
    """Returns the logarithm of `softmax`, without the loss of digits on the way.

    Args:
        x: logits of any shape.
        axis: the axis or axes along which the exponentials sum to one.

    Example:
        >>> log_softmax([1000.0, 0.0]).tolist()
        [0.0, -1000.0]
    """
    shifted = _shifted(x, axis)
    return subtract(shifted, log(engine().sum(exp(shifted), axes_of(axis, rank(x)), True)))


@op(rule=Rule.FLOAT)
def sparsemax(x: TensorLike, axis: int = -1) -> Tensor:
    """Returns the closest point where all are at least zero and sum to one.

    Args:
        x: logits of any shape.
        axis: the axis that sums to one.

    Example:
        >>> sparsemax([2.0, 0.0]).tolist()
        [1.0, 0.0]

    Source: Martins & Astudillo 2016, "From softmax to sparsemax", algorithm 1.
    """
    run, place = engine(), axis_of(axis, rank(x))
    length, dtype = dims(x)[place], dtype_of(x)
    column = tuple(length if i == place else 1 for i in range(rank(x)))
    counts = run.reshape(run.arange(1, length + 1, 1, dtype), column)
    falling = run.flip(run.sort(x, place), (place,))
    sums = run.cumsum(falling, place)
    inside = run.cast(run.greater(add(multiply(counts, falling), 1.0), sums), dtype)
    number = run.sum(inside, (place,), True)
    total = run.sum(multiply(inside, falling), (place,), True)
    return maximum(subtract(x, true_divide(subtract(total, 1.0), number)), 0.0)
