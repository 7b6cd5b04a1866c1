"""Sums and products that keep every step."""

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import along, dtype_of
from tahr.ops.op import op
from tahr.ops.reductions import widened


@op()
def cumsum(x: TensorLike, axis: int | None = None, dtype: object = None) -> Tensor:
    """Returns the cumulative sum along an axis.

    Args:
        x: tensor.
        axis: along which to add; None adds up the flattened tensor.
        dtype: of the result.

    Example:
        >>> cumsum([1, 2, 3]).tolist()
        [1, 3, 6]
    """
    flat, place = along(x, axis)
    return engine().cumsum(_counted(flat, dtype), place)


@op()
def cumprod(x: TensorLike, axis: int | None = None, dtype: object = None) -> Tensor:
    """Returns the cumulative product along an axis.

    Args:
        x: tensor.
        axis: along which to multiply; None takes the flattened tensor.
        dtype: of the result.

    Example:
        >>> cumprod([1, 2, 3]).tolist()
        [1, 2, 6]
    """
    flat, place = along(x, axis)
    return engine().cumprod(_counted(flat, dtype), place)


def _counted(x: TensorLike, dtype: object) -> Tensor:
    return widened(x, dtype) if dtype is not None or dtype_of(x) == "bool" else x  # type: ignore[return-value]
