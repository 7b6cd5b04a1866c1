"""Medians, quantiles and percentiles."""

import math
from collections.abc import Callable
from typing import TypeAlias

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ArgumentError, told
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, subtract, true_divide
from tahr.ops.axes import Axis, axes_of, dims, dtype_of, rank
from tahr.ops.op import op
from tahr.ops.reductions import sum
from tahr.ops.shapes import expand_dims, moveaxis

Mix: TypeAlias = Callable[[Tensor], Tensor]

METHODS: dict[str, Mix] = {
    "linear": lambda share: share,
    "lower": lambda share: multiply(share, 0.0),
    "higher": lambda share: engine().ceil(share),
    "midpoint": lambda share: true_divide(engine().ceil(share), 2.0),
    "nearest": lambda share: share,
}
"""How much the upper neighbour counts, by how far a place is on the way to it."""


@op()
def quantile(
    x: TensorLike, q: TensorLike, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """Returns quantiles: values below which given fractions of the elements lie; NaN where one is.

    Args:
        x: tensor.
        q: shares from 0 to 1, a scalar or a vector.
        axis: one axis, several, or None for all.
        method: "linear", "lower", "higher", "midpoint" or "nearest": what to take between
            two elements.
        keepdims: whether the axes stay, with length one.

    Returns:
        A tensor without the axes, with the axis of q in front where q is a vector.

    Example:
        >>> float(quantile([1.0, 2.0, 4.0], 0.75))
        3.0
    """
    return _quantile(x, q, axis, method, keepdims, False)


@op()
def nanquantile(
    x: TensorLike, q: TensorLike, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """Returns quantiles of the elements that are numbers.

    Example:
        >>> float(nanquantile([1.0, float("nan"), 3.0], 0.5))
        2.0
    """
    return _quantile(x, q, axis, method, keepdims, True)


@op()
def percentile(
    x: TensorLike, q: TensorLike, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """Returns percentiles: quantiles whose fractions are given in percent.

    Example:
        >>> float(percentile([1.0, 2.0, 4.0], 75))
        3.0
    """
    return _quantile(x, true_divide(q, 100.0), axis, method, keepdims, False)


@op()
def nanpercentile(
    x: TensorLike, q: TensorLike, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """Returns percentiles of the elements that are numbers.

    Example:
        >>> float(nanpercentile([1.0, float("nan"), 3.0], 50))
        2.0
    """
    return _quantile(x, true_divide(q, 100.0), axis, method, keepdims, True)


@op()
def median(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the middle element in order, or the mean of the middle two.

    Args:
        x: tensor.
        axis: one axis, several, or None for all.
        keepdims: whether the axes stay, with length one.

    Example:
        >>> float(median([1.0, 5.0, 2.0]))
        2.0
    """
    return quantile(x, 0.5, axis, "midpoint", keepdims)


@op()
def nanmedian(x: TensorLike, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Returns the median of the elements that are numbers.

    Example:
        >>> float(nanmedian([1.0, float("nan"), 3.0]))
        2.0
    """
    return nanquantile(x, 0.5, axis, "midpoint", keepdims)


def _quantile(
    x: TensorLike, q: TensorLike, axis: Axis, method: str, keepdims: bool, skip: bool
) -> Tensor:
    if method not in METHODS:
        raise ArgumentError(
            "no such method", where="quantile", expected=", ".join(METHODS), got=told(method)
        )
    run, axes, dtype = engine(), axes_of(axis, rank(x)), dtypes.to_float(dtype_of(x))
    working = dtypes.result_type(dtype, "float32")
    rows = _rows(run.cast(x, working), axes)
    missing = sum(run.isnan(rows), -1, True)
    number = run.full((), dims(rows)[-1], working)
    filled = subtract(number, missing) if skip else number
    shares = run.reshape(run.cast(q, working), (-1,))
    places = multiply(shares, subtract(filled, 1.0))
    found = _between(run.sort(rows, rank(rows) - 1), places, method)
    empty = run.equal(filled, run.full((), 0, working)) if skip else run.cast(missing, "bool")
    found = run.where(empty, run.full((), math.nan, working), found)
    found = run.cast(moveaxis(found, -1, 0), dtype)
    if keepdims:
        found = expand_dims(found, [a + 1 for a in axes])
    return found if rank(q) else run.reshape(found, dims(found)[1:])


def _rows(x: Tensor, axes: tuple[int, ...]) -> Tensor:
    """Puts the axes last, as one."""
    moved = moveaxis(x, axes, tuple(range(rank(x) - len(axes), rank(x))))
    kept = dims(moved)[: rank(x) - len(axes)]
    return engine().reshape(moved, (*kept, math.prod(dims(moved)[len(kept) :])))


def _between(rows: Tensor, places: Tensor, method: str) -> Tensor:
    run, last = engine(), rank(rows) - 1
    zero = run.full((), 0.0, dtype_of(places))
    places = run.round(places) if method == "nearest" else places
    places = run.maximum(places, zero)
    lower = run.floor(places)
    share = METHODS[method](subtract(places, lower))
    wanted = (*dims(rows)[:-1], dims(places)[-1])

    def pick(place: Tensor) -> Tensor:
        spread = run.broadcast_to(run.cast(place, "int32"), wanted)
        return run.take_along_axis(rows, spread, last)

    below, above = pick(lower), pick(run.ceil(places))
    mixed = add(multiply(below, subtract(1.0, share)), multiply(above, share))
    return run.where(run.equal(below, above), below, mixed)
