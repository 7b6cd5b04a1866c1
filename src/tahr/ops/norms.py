"""Lengths of vectors and sizes of matrices."""

import math
from collections.abc import Callable
from typing import TypeAlias

from tahr.core.current import engine
from tahr.core.dtypes import COMPLEX
from tahr.core.errors import ArgumentError, told
from tahr.core.typing import Tensor, TensorLike
from tahr.ops import reductions
from tahr.ops.arithmetic import power, subtract
from tahr.ops.axes import Axis, axes_of, axis_of, dtype_of, rank
from tahr.ops.elementwise import absolute, sqrt, square
from tahr.ops.linalg import svd
from tahr.ops.op import Rule, op
from tahr.ops.shapes import expand_dims, moveaxis

Norm: TypeAlias = Callable[[Tensor], Tensor]


def _squared(x: TensorLike) -> Tensor:
    """Returns the squares of sizes, which are real for complex numbers too."""
    return square(absolute(x)) if dtype_of(x) in COMPLEX else square(x)


def _nonzero(x: Tensor) -> Tensor:
    sizes = absolute(x)
    return engine().cast(engine().cast(sizes, "bool"), dtype_of(sizes))


VECTOR: dict[object, Norm] = {
    None: lambda x: sqrt(reductions.sum(_squared(x), -1)),
    0: lambda x: reductions.sum(_nonzero(x), -1),
    1: lambda x: reductions.sum(absolute(x), -1),
    2: lambda x: sqrt(reductions.sum(_squared(x), -1)),
    math.inf: lambda x: reductions.max(absolute(x), -1),
    -math.inf: lambda x: reductions.min(absolute(x), -1),
}
"""Norms of vectors along the last axis, by order; others are sums of powers."""

MATRIX: dict[object, Norm] = {
    None: lambda x: sqrt(reductions.sum(_squared(x), (-2, -1))),
    "fro": lambda x: sqrt(reductions.sum(_squared(x), (-2, -1))),
    "nuc": lambda x: reductions.sum(svd(x, False, False), -1),
    1: lambda x: reductions.max(reductions.sum(absolute(x), -2), -1),
    -1: lambda x: reductions.min(reductions.sum(absolute(x), -2), -1),
    2: lambda x: reductions.max(svd(x, False, False), -1),
    -2: lambda x: reductions.min(svd(x, False, False), -1),
    math.inf: lambda x: reductions.max(reductions.sum(absolute(x), -1), -1),
    -math.inf: lambda x: reductions.min(reductions.sum(absolute(x), -1), -1),
}
"""Norms of matrices on the last two axes, by order."""


@op(rule=Rule.FLOAT)
def norm(
    x: TensorLike, ord: float | str | None = None, axis: Axis = None, keepdims: bool = False
) -> Tensor:
    """Returns the norms of vectors or matrices.

    Args:
        x: tensor.
        ord: the order. For vectors any number, inf and -inf included; for matrices 1, -1, 2,
            -2, inf, -inf, "fro" or "nuc". By default the root of the sum of squares.
        axis: one axis of vectors or two of matrices; by default all of x, flattened where no
            order is given.
        keepdims: whether the axes stay, with length one.

    Raises:
        ArgumentError: there is no such norm, or the axes are too many for it.

    Example:
        >>> float(norm([3.0, 4.0])), float(norm([[1.0, -2.0]], 1))
        (5.0, 2.0)
    """
    ndim = rank(x)
    if axis is None and ord is None:
        return sqrt(reductions.sum(_squared(x), None, keepdims))
    axes = _axes(axis, ndim)
    if len(axes) > 2:
        raise ArgumentError("a norm is over one axis or two", where="norm", got=axis)
    moved = moveaxis(x, axes, tuple(range(ndim - len(axes), ndim)))
    found = _find(ord, len(axes))(moved)
    return expand_dims(found, sorted(axes)) if keepdims else found


def _axes(axis: Axis, ndim: int) -> tuple[int, ...]:
    """Returns the axes in the order in which they were named: rows before columns."""
    if isinstance(axis, list | tuple):
        axes_of(axis, ndim)
        return tuple(axis_of(a, ndim) for a in axis)
    return axes_of(axis, ndim)


def _find(ord: float | str | None, axes: int) -> Norm:
    table = VECTOR if axes == 1 else MATRIX
    if ord in table:
        return table[ord]
    if axes == 2 or isinstance(ord, str):
        known = ", ".join(map(str, table))
        raise ArgumentError("no such norm", where="norm", expected=known, got=told(ord))
    return lambda x: power(
        reductions.sum(power(absolute(x), float(ord or 0)), -1), 1 / float(ord or 0)
    )


@op(rule=Rule.FLOAT)
def cdist(x: TensorLike, y: TensorLike) -> Tensor:
    """Returns the Euclidean distance of each row of x to each row of y.

    Args:
        x: tensor `(..., n, d)`.
        y: tensor `(..., m, d)`.

    Returns:
        A tensor `(..., n, m)`.

    Example:
        >>> cdist([[0.0, 0.0]], [[3.0, 4.0]]).tolist()
        [[5.0]]
    """
    gaps = subtract(expand_dims(x, -2), expand_dims(y, -3))
    return sqrt(reductions.sum(square(gaps), -1))
