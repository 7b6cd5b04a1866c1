"""Variables and constants, and their values, as old programs write them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tahr import initializers, ops
from tahr.backend.phases import is_training
from tahr.backend.symbols import is_inside, is_tensor, recorded, with_shape
from tahr.core import current
from tahr.core.config import floatx
from tahr.core.dtypes import standardize
from tahr.core.errors import ArgumentError, told
from tahr.core.scopes import state_scope
from tahr.core.variables import Variable
from tahr.ops.op import dense
from tahr.ops.symbolic import SymbolicTensor, is_symbolic


@dataclass(frozen=True)
class Update:
    """A variable and the symbolic tensor that is to be its next value, once a `function` runs."""

    variable: Variable
    value: Any

    def carry_out(self, value: Any) -> None:
        """Gives the variable that value."""
        self.variable.assign(value)


def variable(
    value: Any, dtype: object = None, name: str | None = None, constraint: Any = None
) -> Any:
    """Makes a variable; in a function that is compiled, a tensor of plain values.

    Args:
        value: its first value.
        dtype: the configured float type by default.
        name: without what stands before a slash; made up by default.
        constraint: of its values, after each step of training.

    Example:
        >>> variable([1.0, 2.0]).numpy().tolist()
        [1.0, 2.0]
    """
    if state_scope() is not None:  # a variable could not outlive the step
        return ops.convert_to_tensor(value, dtype=dtype or floatx())
    plain = current.to_numpy(dense(value)) if hasattr(value, "shape") else value
    made = Variable(plain, dtype=dtype or floatx(), name=_plain(name))
    made.constraint = constraint
    return made


def _plain(name: str | None) -> str | None:
    return None if name is None else name.rpartition("/")[2].partition(":")[0] or None


def constant(
    value: Any, dtype: object = None, shape: Sequence[int] | None = None, name: str | None = None
) -> Any:
    """Makes a tensor.

    Args:
        value: its values.
        dtype: the configured float type by default.
        shape: one to fill with a single value, or to bring the values to.
        name: unused.

    Example:
        >>> constant(3, shape=(2,)).tolist()
        [3.0, 3.0]
    """
    made = ops.convert_to_tensor(value, dtype=dtype or floatx())
    if shape is None:
        return made
    is_single = not ops.shape(made)
    return ops.broadcast_to(made, tuple(shape)) if is_single else ops.reshape(made, tuple(shape))


def zeros(shape: Any, dtype: object = None, name: str | None = None) -> Any:
    """Makes a variable of zeros; inside of layers, a tensor.

    Args:
        shape: its lengths.
        dtype: the configured float type by default.
        name: of the variable.
    """
    return _filled(ops.zeros, shape, dtype, name)


def ones(shape: Any, dtype: object = None, name: str | None = None) -> Any:
    """Makes a variable of ones; inside of layers, a tensor.

    Args:
        shape: its lengths.
        dtype: the configured float type by default.
        name: of the variable.
    """
    return _filled(ops.ones, shape, dtype, name)


def _filled(fill: Callable[..., Any], shape: Any, dtype: object, name: str | None) -> Any:
    made = with_shape(lambda lengths: fill(lengths, dtype=dtype or floatx()), shape)
    if is_inside() or state_scope() is not None or isinstance(made, SymbolicTensor):
        return made
    return variable(made, dtype, name)


def eye(size: Any, dtype: object = None, name: str | None = None) -> Any:
    """Makes a variable of zeros, with ones where both places are equal.

    Args:
        size: a length, or two.
        dtype: the configured float type by default.
        name: of the variable.
    """
    lengths = size if isinstance(size, list | tuple) else (size, size)
    return _filled(lambda n, dtype: ops.eye(*n, dtype=dtype), lengths, dtype, name)


def zeros_like(x: Any, dtype: object = None, name: str | None = None) -> Any:
    """Returns zeros in the shape of a tensor.

    Args:
        x: tensor.
        dtype: that of the tensor by default.
        name: unused.
    """
    return ops.zeros_like(x, dtype=dtype)


def ones_like(x: Any, dtype: object = None, name: str | None = None) -> Any:
    """Returns ones in the shape of a tensor.

    Args:
        x: tensor.
        dtype: that of the tensor by default.
        name: unused.
    """
    return ops.ones_like(x, dtype=dtype)


def random_uniform_variable(
    shape: Sequence[int],
    low: float,
    high: float,
    dtype: object = None,
    name: str | None = None,
    seed: int | None = None,
) -> Variable:
    """Makes a variable of numbers that are spread evenly.

    Args:
        shape: its lengths.
        low: the least.
        high: the most.
        dtype: the configured float type by default.
        name: of the variable.
        seed: of the draw.
    """
    draw = initializers.RandomUniform(low, high, seed=seed)
    return Variable(draw, shape=shape, dtype=dtype or floatx(), name=_plain(name))


def random_normal_variable(
    shape: Sequence[int],
    mean: float,
    scale: float,
    dtype: object = None,
    name: str | None = None,
    seed: int | None = None,
) -> Variable:
    """Makes a variable of numbers with a normal distribution.

    Args:
        shape: its lengths.
        mean: of the distribution.
        scale: its standard deviation.
        dtype: the configured float type by default.
        name: of the variable.
        seed: of the draw.
    """
    draw = initializers.RandomNormal(mean, scale, seed=seed)
    return Variable(draw, shape=shape, dtype=dtype or floatx(), name=_plain(name))


# Values.


def get_value(x: Any) -> Any:
    """Returns a variable or a tensor as a NumPy array, a scalar as a number.

    Args:
        x: it; not symbolic.

    Raises:
        ArgumentError: it is symbolic, and has no value.
    """
    if isinstance(x, SymbolicTensor):
        raise ArgumentError(
            "a symbolic tensor has no value by itself",
            where="keras.backend.get_value",
            got=told(x),
            todo="say what it comes of: keras.backend.function([inputs], [tensor])",
        )
    found = current.to_numpy(dense(x.value if isinstance(x, Variable) else x))
    return found if found.shape else found[()]


def batch_get_value(tensors: Iterable[Any]) -> list[Any]:
    """Returns variables or tensors as NumPy arrays."""
    return [get_value(x) for x in tensors]


def set_value(x: Variable, value: Any) -> None:
    """Sets the value of a variable, or a setting of an optimizer.

    Args:
        x: the variable.
        value: what it is to hold.

    Raises:
        ArgumentError: it is no variable.

    Example:
        >>> v = variable(1.0)
        >>> set_value(v, 3.0); float(get_value(v))
        3.0
    """
    if not isinstance(x, Variable):
        raise ArgumentError(
            "only a variable can be given a value",
            where="keras.backend.set_value",
            got=told(x),
            todo="assign to the attribute: model.optimizer.learning_rate = 0.01",
        )
    x.assign(np.asarray(value, dtype=x.dtype) if not ops.is_tensor(value) else value)


def batch_set_value(tuples: Iterable[tuple[Variable, Any]]) -> None:
    """Sets the values of several variables.

    Args:
        tuples: pairs of a variable and its value.
    """
    for x, value in tuples:
        set_value(x, value)


def update(x: Variable, new_x: Any) -> Any:
    """Gives a variable its next value: at once, or with a `function` where it is symbolic.

    Args:
        x: the variable.
        new_x: the value.

    Returns:
        The variable; of a symbolic value what `function` takes among its updates.
    """
    if is_symbolic([new_x]):
        return Update(x, new_x)
    x.assign(new_x)
    return x


def update_add(x: Variable, increment: Any) -> Any:
    """Adds to a variable, as `update` does."""
    return update(x, ops.add(x, increment))


def update_sub(x: Variable, decrement: Any) -> Any:
    """Subtracts from a variable, as `update` does."""
    return update(x, ops.subtract(x, decrement))


def moving_average_update(x: Variable, value: Any, momentum: float) -> Any:
    """Moves a variable towards a value, as `update` does; inside of layers in training alone.

    Args:
        x: the variable.
        value: where it is moved to.
        momentum: how much of it stays.

    Example:
        >>> float(get_value(moving_average_update(variable(1.0), 0.0, 0.75)))
        0.75
    """
    if is_inside() and not is_training():
        return x
    return update(x, ops.add(ops.multiply(x, momentum), ops.multiply(value, 1.0 - momentum)))


def count_params(x: Any) -> int:
    """Returns the number of elements."""
    return int(np.prod(x.shape))


def cast_to_floatx(x: Any) -> Any:
    """Casts to the configured float type: tensors to a tensor, anything else to an array."""
    given: Any = x
    if is_tensor(x):
        return ops.cast(given, floatx())
    return np.asarray(x, dtype=floatx())


def dtype(x: Any) -> str:
    """Returns the name of the type of a tensor's elements."""
    return standardize(x.dtype)


def is_sparse(tensor: Any) -> bool:
    """Returns whether a tensor is sparse, or stands for sparse values."""
    if isinstance(tensor, SymbolicTensor):
        return tensor.sparse
    return current.coordinates(tensor) is not None


def to_dense(tensor: Any) -> Any:
    """Returns a sparse tensor as a dense one, any other as it is."""
    return recorded(dense, tensor) if is_sparse(tensor) else tensor


def get_variable_shape(x: Any) -> Any:
    """Returns the shape of a variable."""
    return x.shape
