"""Reductions that leave NaN out."""

from collections.abc import Callable
from typing import Any

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops import reductions, running
from tahr.ops.arithmetic import true_divide
from tahr.ops.axes import Axis, dims, dtype_of
from tahr.ops.conversion import cast
from tahr.ops.elementwise import absolute, isnan, sqrt, square
from tahr.ops.op import op


@op()
def nansum(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the sum of elements, NaN counting as zero.

    Args:
        x: tensor.
        axis: one axis, several, or None for all.
        keepdims: whether the axes stay, with length one.

    Example:
        >>> float(nansum([1.0, float("nan"), 2.0]))
        3.0
    """
    return reductions.sum(_filled(x, 0), axis, keepdims)


@op()
def nanprod(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the product of elements, NaN counting as one.

    Example:
        >>> float(nanprod([3.0, float("nan"), 2.0]))
        6.0
    """
    return reductions.prod(_filled(x, 1), axis, keepdims)


@op()
def nancumsum(x: TensorLike, axis: int | None = None, dtype: object = None) -> Tensor:
    """Returns the cumulative sum along an axis, NaN counting as zero.

    Example:
        >>> nancumsum([1.0, float("nan"), 2.0]).tolist()
        [1.0, 1.0, 3.0]
    """
    return running.cumsum(_filled(x, 0), axis, dtype)


@op()
def nancumprod(x: TensorLike, axis: int | None = None, dtype: object = None) -> Tensor:
    """Returns the cumulative product along an axis, NaN counting as one.

    Example:
        >>> nancumprod([3.0, float("nan"), 2.0]).tolist()
        [3.0, 3.0, 6.0]
    """
    return running.cumprod(_filled(x, 1), axis, dtype)


@op()
def nanmax(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the largest element that is a number; NaN where there is none.

    Example:
        >>> float(nanmax([1.0, float("nan")]))
        1.0
    """
    return _extreme(reductions.max, x, -float("inf"), axis, keepdims)


@op()
def nanmin(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the smallest element that is a number; NaN where there is none.

    Example:
        >>> float(nanmin([1.0, float("nan")]))
        1.0
    """
    return _extreme(reductions.min, x, float("inf"), axis, keepdims)


@op()
def nanargmax(x: TensorLike, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Returns the int32 index of the first largest number; -1 where there is none.

    Example:
        >>> int(nanargmax([float("nan"), 5.0]))
        1
    """
    return _place(reductions.argmax, x, -float("inf"), axis, keepdims)


@op()
def nanargmin(x: TensorLike, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Returns the int32 index of the first smallest number; -1 where there is none.

    Example:
        >>> int(nanargmin([float("nan"), 5.0]))
        1
    """
    return _place(reductions.argmin, x, float("inf"), axis, keepdims)


@op()
def nanmean(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the mean of the elements that are numbers; NaN where there is none.

    Example:
        >>> float(nanmean([1.0, float("nan"), 3.0]))
        2.0
    """
    if not dtypes.is_float(dtype_of(x)):
        return reductions.mean(x, axis, keepdims)
    working = dtypes.result_type(dtype_of(x), "float32")
    total = reductions.sum(cast(_filled(x, 0), working), axis, keepdims)
    return cast(true_divide(total, _numbers(x, axis, keepdims, working)), dtype_of(x))


@op()
def nanvar(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the variance of the elements that are numbers; NaN where there is none.

    Example:
        >>> float(nanvar([1.0, float("nan"), 3.0]))
        1.0
    """
    dtype = dtypes.to_float(dtype_of(x))
    working = cast(x, dtypes.result_type(dtype, "float32"))
    centred = engine().subtract(working, nanmean(working, axis, True))
    if dtype in dtypes.COMPLEX:
        centred, dtype = absolute(centred), dtypes.COMPLEX[dtype]
    return cast(nanmean(square(centred), axis, keepdims), dtype)


@op()
def nanstd(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the standard deviation of the elements that are numbers.

    Example:
        >>> float(nanstd([1.0, float("nan"), 3.0]))
        1.0
    """
    return sqrt(nanvar(x, axis, keepdims))


def _filled(x: TensorLike, value: float) -> Tensor:
    if not dtypes.is_float(dtype_of(x)):
        return x  # type: ignore[return-value]
    return engine().where(engine().isnan(x), engine().full((), value, dtype_of(x)), x)


def _numbers(x: TensorLike, axis: Axis, keepdims: bool, dtype: str) -> Tensor:
    there = engine().logical_not(engine().isnan(x))
    return reductions.sum(engine().cast(there, dtype), axis, keepdims)


def _extreme(
    find: Callable[..., Tensor], x: TensorLike, filler: float, axis: Axis, keepdims: bool
) -> Tensor:
    if not dtypes.is_float(dtype_of(x)):
        return find(x, axis, keepdims)
    found = find(_filled(x, filler), axis, keepdims)
    none = reductions.all(isnan(x), axis, keepdims)
    return engine().where(none, engine().full((), float("nan"), dtype_of(x)), found)


def _place(
    find: Callable[..., Tensor], x: TensorLike, filler: float, axis: int | None, keepdims: bool
) -> Tensor:
    found: Any = find(_filled(x, filler), axis, keepdims)
    if not dtypes.is_float(dtype_of(x)):
        return found
    none = reductions.all(isnan(x), axis, keepdims)
    return engine().where(none, engine().full(dims(found), -1, "int32"), found)
