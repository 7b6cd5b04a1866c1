"""Sparse tensors in other shapes, and one behind the other."""

import math
from collections.abc import Sequence
from typing import Any

from tahr.core.current import engine
from tahr.core.sparse import Coordinates
from tahr.ops import joining, shapes
from tahr.ops.axes import Axis, axes_of, axis_of
from tahr.ops.sparse.parts import joined, parts, places, strides, version


@version(shapes.transpose)
def _transpose(x: Any, axes: Sequence[int] | None = None) -> Any:
    found = parts(x)
    if found is None:
        return NotImplemented
    ndim = len(found.shape)
    order = [axis_of(a, ndim) for a in axes] if axes is not None else list(range(ndim))[::-1]
    columns = [found.indices[:, i : i + 1] for i in order]
    indices = engine().concatenate(columns, 1)
    shape = tuple(found.shape[i] for i in order)
    return engine().sparse(Coordinates(indices, found.values, shape, found.unique))


@version(shapes.reshape)
def _reshape(x: Any, newshape: Any) -> Any:
    found = parts(x)
    if found is None:
        return NotImplemented
    shape = tuple(newshape) if isinstance(newshape, list | tuple) else (newshape,)
    total = math.prod(found.shape)
    known = math.prod(n for n in shape if n != -1)
    if total >= 2**31 or not known or total % known:
        return NotImplemented
    return _in_shape(found, tuple(total // known if n == -1 else n for n in shape))


@version(shapes.expand_dims)
def _expand_dims(x: Any, axis: int | Sequence[int]) -> Any:
    found = parts(x)
    if found is None or not isinstance(axis, int):
        return NotImplemented
    place = axis_of(axis, len(found.shape) + 1)
    return _in_shape(found, (*found.shape[:place], 1, *found.shape[place:]))


@version(shapes.squeeze)
def _squeeze(x: Any, axis: Axis = None) -> Any:
    found = parts(x)
    if found is None:
        return NotImplemented
    ones = [i for i, n in enumerate(found.shape) if n == 1]
    gone = ones if axis is None else axes_of(axis, len(found.shape))
    if not set(gone) <= set(ones):
        return NotImplemented
    return _in_shape(found, tuple(n for i, n in enumerate(found.shape) if i not in gone))


@version(joining.concatenate)
def _concatenate(xs: Sequence[Any], axis: int = -1) -> Any:
    held = [parts(x) for x in xs]
    found = [p for p in held if p is not None]
    if len(found) < len(held):
        return NotImplemented
    place = axis_of(axis, len(found[0].shape))
    if len({(*p.shape[:place], *p.shape[place + 1 :]) for p in found}) > 1:
        return NotImplemented
    run, moved, length = engine(), [], 0
    for part in found:
        by = [length if i == place else 0 for i in range(len(part.shape))]
        indices = run.add(part.indices, run.asarray(by, run.dtype_of(part.indices)))
        moved.append(Coordinates(indices, part.values, part.shape, part.unique))
        length += part.shape[place]
    shape = found[0].shape
    return joined(
        moved, (*shape[:place], length, *shape[place + 1 :]), all(p.unique for p in found)
    )


def _in_shape(found: Coordinates, shape: tuple[int, ...]) -> Any:
    run = engine()
    dtype = run.dtype_of(found.indices)
    there = places(found.indices, strides(found.shape))
    count = there.shape[0]

    def along(step: int, length: int) -> Any:
        further = run.floor_divide(there, run.full((), step, dtype))
        return run.reshape(run.mod(further, run.full((), max(length, 1), dtype)), (count, 1))

    columns = [along(*pair) for pair in zip(strides(shape), shape, strict=True)]
    indices = run.concatenate(columns, 1) if columns else run.full((count, 0), 0, dtype)
    return run.sparse(Coordinates(indices, found.values, shape, found.unique))
