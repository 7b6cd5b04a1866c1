"""Axes and shapes of arguments: checked, made non-negative, broadcast."""

import operator
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import broadcast, show
from tahr.core.typing import TensorLike
from tahr.engines.base import Axes

Axis: TypeAlias = int | Sequence[int] | None
"""One axis, several, or None for all of them."""


def dims(x: TensorLike) -> tuple[int, ...]:
    """Returns the shape of a converted tensor."""
    return tuple(x.shape)  # type: ignore[union-attr]


def rank(x: TensorLike) -> int:
    """Returns the number of axes of a converted tensor."""
    return len(dims(x))


def dtype_of(x: TensorLike) -> str:
    """Returns the dtype of a converted tensor."""
    return engine().dtype_of(x)


def axis_of(axis: int, ndim: int) -> int:
    """Returns the non-negative axis.

    Raises:
        ShapeError: a tensor of that many dimensions has no such axis.
        ArgumentError: it is no integer.
    """
    try:
        place = operator.index(axis)
    except TypeError:
        raise ArgumentError("an axis is an integer", got=told(axis)) from None
    if not -ndim <= place < ndim:
        raise ShapeError(
            f"a tensor with {ndim} dimensions has no axis {place}",
            expected=f"{-ndim} to {ndim - 1}" if ndim else "no axis, for a scalar",
            got=place,
        )
    return place % ndim


def axes_of(axis: Axis, ndim: int) -> Axes:
    """Returns the non-negative axes in order: one, several, or all for None.

    Raises:
        ShapeError: an axis does not exist.
        ArgumentError: an axis stands there twice.
    """
    if axis is None:
        return tuple(range(ndim))
    if isinstance(axis, np.ndarray) and axis.ndim:
        axis = axis.tolist()
    if not isinstance(axis, list | tuple):
        return (axis_of(axis, ndim),)  # type: ignore[arg-type]
    if len(axis) > ndim:
        raise ShapeError(f"a tensor with {ndim} dimensions has no {len(axis)} axes")
    places = sorted(axis_of(a, ndim) for a in axis)
    if len(set(places)) < len(places):
        raise ArgumentError("an axis is named twice", got=axis)
    return tuple(places)


def along(x: TensorLike, axis: int | None) -> tuple[Any, int]:
    """Returns a tensor and its axis, flattened and its only one where no axis is named."""
    if axis is None:
        return engine().reshape(x, (-1,)), 0
    return x, axis_of(axis, rank(x))


def lengths_of(shape: Any) -> tuple[int, ...]:
    """Returns a shape argument as a tuple of integers; unknown ones stay so, tensors included.

    Raises:
        ShapeError: a length is None or negative.
    """
    run = engine()
    shape = run.numbers(shape) if run.is_tensor(shape) else shape
    listed = shape if isinstance(shape, Iterable) else (shape,)
    lengths = tuple(
        n if n is None or isinstance(n, int) else run.numbers(n) if run.is_tensor(n) else int(n)
        for n in listed
    )
    if any(n is None or (isinstance(n, int) and n < 0) for n in lengths):
        raise ShapeError("a tensor cannot be made in this shape", got=show(lengths))
    return lengths  # type: ignore[return-value]


def joint_shape(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    """Returns the shape that shapes broadcast to.

    Raises:
        ShapeError: they do not fit.
    """
    found = broadcast(*shapes)
    if found is None:
        raise ShapeError("shapes do not broadcast", got=" and ".join(map(show, shapes)))
    return found
