"""Many elements to one: sums, products, extremes and truths, over one axis, several or all."""

import math

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ShapeError
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import Axis, along, axes_of, dims, dtype_of, rank
from tahr.ops.logical import truth
from tahr.ops.op import Rule, op

WIDER = {"bool": "int32", "int8": "int32", "int16": "int32", "uint8": "uint32", "uint16": "uint32"}
"""In which dtype small integers are added and multiplied up."""


@op(rows="axis")
def sum(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Adds up.

    Args:
        x: tensor; small integers are added in 32 bits.
        axis: one axis, several, or None for all.
        keepdims: whether the axes stay, with length one.

    Returns:
        A tensor without those axes.

    Example:
        >>> sum([[1, 2], [3, 4]], axis=0).tolist()
        [4, 6]
    """
    return engine().sum(widened(x), axes_of(axis, rank(x)), keepdims)


@op(rows="axis")
def prod(x: TensorLike, axis: Axis = None, keepdims: bool = False, dtype: object = None) -> Tensor:
    """Multiplies up.

    Args:
        x: tensor; small integers are multiplied in 32 bits.
        axis: one axis, several, or None for all.
        keepdims: whether the axes stay, with length one.
        dtype: of the result.

    Example:
        >>> prod([[1, 2], [3, 4]], axis=0).tolist()
        [3, 8]
    """
    return engine().prod(widened(x, dtype), axes_of(axis, rank(x)), keepdims)


@op(rows="axis")
def mean(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the arithmetic mean; that of integers is a float.

    Args:
        x: tensor; 16-bit floats are added in 32 bits.
        axis: one axis, several, or None for all.
        keepdims: whether the axes stay, with length one.

    Example:
        >>> mean([[1, 2], [3, 5]], axis=0).tolist()
        [2.0, 3.5]
    """
    run, axes, dtype = engine(), axes_of(axis, rank(x)), dtypes.to_float(dtype_of(x))
    working = dtypes.result_type(dtype, "float32")
    total = run.sum(run.cast(x, working), axes, keepdims)
    return run.cast(run.divide(total, run.full((), _count(x, axes), working)), dtype)


@op(rows="axis")
def max(
    x: TensorLike, axis: Axis = None, keepdims: bool = False, initial: float | None = None
) -> Tensor:
    """Returns the largest element; NaN if there is one.

    Args:
        x: tensor.
        axis: one axis, several, or None for all.
        keepdims: whether the axes stay, with length one.
        initial: the result is at least this; needed where there are no elements.

    Example:
        >>> max([[1, 4], [3, 2]], axis=1).tolist()
        [4, 3]
    """
    axes = _filled_axes(x, axis, initial)
    if axes is None:
        return _empty(x, axis, keepdims, initial)
    result = engine().max(x, axes, keepdims)
    if initial is None:
        return result
    return engine().maximum(result, engine().full((), initial, dtype_of(x)))


@op(rows="axis")
def min(
    x: TensorLike, axis: Axis = None, keepdims: bool = False, initial: float | None = None
) -> Tensor:
    """Returns the smallest element; NaN if there is one.

    Args:
        x: tensor.
        axis: one axis, several, or None for all.
        keepdims: whether the axes stay, with length one.
        initial: the result is at most this; needed where there are no elements.

    Example:
        >>> min([[1, 4], [3, 2]], axis=1).tolist()
        [1, 2]
    """
    axes = _filled_axes(x, axis, initial)
    if axes is None:
        return _empty(x, axis, keepdims, initial)
    result = engine().min(x, axes, keepdims)
    if initial is None:
        return result
    return engine().minimum(result, engine().full((), initial, dtype_of(x)))


@op()
def amax(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the largest element, as `max` does."""
    return max(x, axis, keepdims)


@op()
def amin(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the smallest element, as `min` does."""
    return min(x, axis, keepdims)


@op()
def ptp(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the range: the largest element minus the smallest.

    Example:
        >>> int(ptp([3, 9, 4]))
        6
    """
    return engine().subtract(max(x, axis, keepdims), min(x, axis, keepdims))


@op(rows="axis")
def any(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns whether any element is true.

    Example:
        >>> bool(any([False, True]))
        True
    """
    return engine().any(truth(x), axes_of(axis, rank(x)), keepdims)


@op(rows="axis")
def all(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns whether all elements are true.

    Example:
        >>> bool(all([False, True]))
        False
    """
    return engine().all(truth(x), axes_of(axis, rank(x)), keepdims)


@op()
def count_nonzero(x: TensorLike, axis: Axis = None) -> Tensor:
    """Counts the elements that are not zero, as int32.

    Example:
        >>> int(count_nonzero([0, 3, 1]))
        2
    """
    return sum(truth(x), axis)


@op(rows="axis")
def argmax(x: TensorLike, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Returns the int32 index of the first largest element.

    Args:
        x: tensor.
        axis: along which to look; None looks in the flattened tensor.
        keepdims: whether the axis stays, with length one.

    Example:
        >>> argmax([[1, 4], [3, 2]], axis=1).tolist()
        [1, 0]
    """
    flat, place = along(x, axis)
    return _restored(engine().argmax(flat, place), x, axis, keepdims)


@op(rows="axis")
def argmin(x: TensorLike, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Returns the int32 index of the first smallest element.

    Args:
        x: tensor.
        axis: along which to look; None looks in the flattened tensor.
        keepdims: whether the axis stays, with length one.

    Example:
        >>> argmin([[1, 4], [3, 2]], axis=1).tolist()
        [0, 1]
    """
    flat, place = along(x, axis)
    return _restored(engine().argmin(flat, place), x, axis, keepdims)


@op(rule=Rule.FLOAT, rows="axis")
def logsumexp(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the logarithm of the sum of exponentials, without overflow.

    Args:
        x: tensor.
        axis: one axis, several, or None for all.
        keepdims: whether the axes stay, with length one.

    Example:
        >>> round(float(logsumexp([1000.0, 1000.0])), 3)
        1000.693
    """
    run, axes = engine(), axes_of(axis, rank(x))
    if _count(x, axes) == 0:
        return run.log(run.sum(run.exp(x), axes, keepdims))
    top = run.max(x, axes, True)
    top = run.where(run.isfinite(top), top, run.full((), 0.0, dtype_of(x)))
    top = run.stop_gradient(top)
    total = run.sum(run.exp(run.subtract(x, top)), axes, keepdims)
    return run.add(run.log(total), top if keepdims else run.reshape(top, dims(total)))


def widened(x: TensorLike, dtype: object = None) -> Tensor:
    """Casts to the dtype in which elements are combined."""
    own = dtype_of(x)
    wider = WIDER.get(own, own) if dtype is None else dtypes.standardize(dtype)
    return x if wider == own else engine().cast(x, wider)  # type: ignore[return-value]


def _count(x: TensorLike, axes: tuple[int, ...]) -> int:
    return math.prod(dims(x)[a] for a in axes)


def _restored(found: Tensor, x: TensorLike, axis: int | None, keepdims: bool) -> Tensor:
    if not keepdims:
        return found
    gone = axes_of(axis, rank(x))
    return engine().reshape(found, tuple(1 if i in gone else n for i, n in enumerate(dims(x))))


def _filled_axes(x: TensorLike, axis: Axis, initial: float | None) -> tuple[int, ...] | None:
    """Returns the axes, or None where there is nothing to choose from but `initial`."""
    axes = axes_of(axis, rank(x))
    if _count(x, axes) != 0:
        return axes
    if initial is None:
        raise ShapeError("no elements, so none is the largest or smallest", got=dims(x))
    return None


def _empty(x: TensorLike, axis: Axis, keepdims: bool, initial: float | None) -> Tensor:
    gone = axes_of(axis, rank(x))
    kept = [1 if i in gone else n for i, n in enumerate(dims(x)) if keepdims or i not in gone]
    return engine().full(tuple(kept), initial or 0, dtype_of(x))
