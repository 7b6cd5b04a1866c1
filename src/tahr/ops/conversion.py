"""Into tensors, out of them, and from one dtype to another."""

import math
from typing import TYPE_CHECKING, Any

from tahr.core import current, dtypes
from tahr.core.current import engine
from tahr.core.logits import hand_on
from tahr.core.specs import is_known
from tahr.core.tracebacks import at_users_line, ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.ops.axes import dtype_of
from tahr.ops.op import dense, op, to_tensor
from tahr.ops.symbolic import SymbolicTensor

if TYPE_CHECKING:
    import numpy as np


@ends_at_user
def convert_to_tensor(
    x: TensorLike, dtype: object = None, sparse: bool | None = None, ragged: bool | None = None
) -> Tensor:
    """Returns a tensor of the current engine.

    Args:
        x: scalar, nested lists, NumPy array, variable, or tensor of any array library.
        dtype: to cast to; by default what x has, int32 for Python's integers and the
            configured float type for its floats.
        sparse: False makes a sparse tensor dense; else it stays one, and what is dense does too.
        ragged: kept for Keras's signature; Tahr's tensors are not ragged.

    Example:
        >>> convert_to_tensor([1, 2.5]).tolist()
        [1.0, 2.5]
    """
    target = None if dtype is None else dtypes.standardize(dtype)
    if isinstance(x, SymbolicTensor):
        return x if target in (None, x.dtype) else cast(x, target)  # type: ignore[return-value]
    return to_tensor(dense(x) if sparse is False else x, target)


@ends_at_user
def array(x: TensorLike, dtype: object = None) -> Tensor:
    """Returns a tensor of the current engine, as `convert_to_tensor` does.

    Example:
        >>> array([1, 2]).tolist()
        [1, 2]
    """
    return convert_to_tensor(x, dtype)


@ends_at_user
def convert_to_numpy(x: TensorLike) -> "np.ndarray":
    """Copies a tensor to the host as a NumPy array.

    Example:
        >>> convert_to_numpy([1, 2])
        array([1, 2]...)
    """
    return current.to_numpy(x.value if isinstance(x, Variable) else to_tensor(x))


@op()
def cast(x: TensorLike, dtype: object) -> Tensor:
    """Converts to another dtype; floats turn into integers towards zero.

    Of complex numbers that turn into real ones the real part is kept.

    Example:
        >>> cast([1.7, -1.7], "int32").tolist()
        [1, -1]
    """
    target = dtypes.standardize(dtype)
    if dtype_of(x) in dtypes.COMPLEX and target not in dtypes.COMPLEX:
        x = engine().real(x)  # type: ignore[arg-type]
    found = engine().cast(x, target)
    if found is not x and dtypes.is_float(target):
        hand_on(found, x)
    return found


@op()
def saturate_cast(x: TensorLike, dtype: object) -> Tensor:
    """Converts to another dtype; what lies beyond its limits becomes the limit.

    Example:
        >>> saturate_cast([-3.0, 300.0], "uint8").tolist()
        [0, 255]
    """
    run, source, target = engine(), dtype_of(x), dtypes.standardize(dtype)
    low = max(dtypes.smallest(source), dtypes.smallest(target))
    high = min(dtypes.largest(source), dtypes.largest(target))
    if source != "bool":
        x = run.maximum(x, run.full((), low, source))
        x = run.minimum(x, run.full((), _within(high, source, target), source))
    return run.cast(x, target)


def _within(high: float, source: str, target: str) -> float:
    """Returns the largest limit that both dtypes hold: an integer's may round up in a float."""
    if not dtypes.is_float(source) or dtypes.is_float(target):
        return high
    bits = {"float64": 53, "float32": 24, "float16": 11, "bfloat16": 8}.get(source, 3)
    return high - high % 2 ** max(int(high).bit_length() - bits, 0)


def shape(x: TensorLike) -> tuple[Any, ...]:
    """Returns the shape; None stands for what is not known yet.

    In a graph of a `tf.function`, what is not known yet is a scalar tensor.

    Example:
        >>> shape([[1, 2, 3]])
        (1, 3)
    """
    try:
        found, run = _shaped(x), engine()
        return run.shape_of(found) if run.is_tensor(found) else tuple(found.shape)
    except Exception as error:
        at_users_line(error)
        raise


def ndim(x: TensorLike) -> int:
    """Returns the number of dimensions.

    Example:
        >>> ndim([[1, 2, 3]])
        2
    """
    try:
        return len(_shaped(x).shape)
    except Exception as error:
        at_users_line(error)
        raise


def size(x: TensorLike) -> Any:
    """Returns the number of elements: an integer, or a symbolic one where it is not known yet.

    Example:
        >>> size([[1, 2, 3]])
        3
    """
    try:
        lengths = shape(x)
    except Exception as error:
        at_users_line(error)
        raise
    return count(x) if None in lengths else math.prod(lengths)  # type: ignore[arg-type]


@op()
def count(x: TensorLike) -> Any:
    """Returns the number of elements of a tensor whose shape is known only when it runs."""
    elements = math.prod(x.shape)  # type: ignore[union-attr]
    return elements if is_known(elements) else engine().full((), elements, "int32")


def dtype(x: TensorLike) -> str:
    """Returns the name of the dtype.

    Example:
        >>> dtype([1.0])
        'float32'
    """
    try:
        return dtypes.standardize(_shaped(x).dtype)
    except Exception as error:
        at_users_line(error)
        raise


def is_tensor(x: object) -> bool:
    """Returns whether a value is a tensor of the current engine.

    Example:
        >>> is_tensor(convert_to_tensor(1)), is_tensor([1])
        (True, False)
    """
    return engine().is_tensor(x) or engine().is_sparse(x)


@op()
def stop_gradient(variable: TensorLike) -> Tensor:
    """Returns a tensor as a constant, through which no gradient flows.

    Example:
        >>> stop_gradient([1.0]).tolist()
        [1.0]
    """
    return engine().stop_gradient(variable)


@op()
def copy(x: TensorLike) -> Tensor:
    """Returns a tensor of the same values.

    Example:
        >>> copy([1, 2]).tolist()
        [1, 2]
    """
    return x  # type: ignore[return-value]


def _shaped(x: Any) -> Any:
    return x if hasattr(x, "shape") and hasattr(x, "dtype") else to_tensor(x)
