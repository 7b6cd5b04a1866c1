"""Shapes and indexing as PyTensor's functions."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from tahr.engines.base import Axes, Index, Mode, Pads
from tahr.engines.pytensor.hosted import hosted
from tahr.engines.pytensor.symbols import Var, pt


def _reshape(x: Var, shape: tuple[int, ...]) -> Var:
    known = math.prod(n for n in shape if n != -1)
    return pt.reshape(
        x, [math.prod(x.type.shape) // max(known, 1) if n == -1 else n for n in shape]
    )


def padded(x: Var, pads: Pads, value: float = 0) -> Var:
    """Puts a value around."""
    if not any(map(any, pads)):
        return x
    lengths = [n + before + after for n, (before, after) in zip(x.type.shape, pads, strict=True)]
    inside = [slice(before, before + n) for n, (before, _) in zip(x.type.shape, pads, strict=True)]
    around = pt.alloc(pt.constant(value, dtype=x.dtype), *lengths)
    return pt.set_subtensor(around[tuple(inside)], x)


def flipped(x: Var, axes: Axes) -> Var:
    """Reverses along axes."""
    return x[tuple(slice(None, None, -1 if i in axes else None) for i in range(x.type.ndim))]


def _along(x: Var, axis: int, index: Any) -> Var:
    return x[(slice(None),) * axis + (index,)]


def _get_item(x: Var, index: tuple[Index, ...]) -> Var:
    return x[index] if index else x


def _scatter(x: Var, indices: Var, updates: Var, mode: Mode) -> Var:
    if mode not in ("set", "add"):
        return hosted("scatter")(x, indices, updates, mode)
    place = x[tuple(indices[..., i] for i in range(indices.type.shape[-1]))]
    return (pt.inc_subtensor if mode == "add" else pt.set_subtensor)(place, updates)


def _block(x: Var, start: Sequence[Var], lengths: Sequence[int]) -> tuple[slice, ...]:
    """Returns the slices of a block, moved inside where it would stick out."""
    slices = []
    for one, length, whole in zip(start, lengths, x.type.shape, strict=True):
        first = pt.clip(pt.cast(one, "int64"), 0, whole - length)
        slices.append(slice(first, first + length))
    return tuple(slices)


def _slice(x: Var, start: Sequence[Var], lengths: tuple[int, ...]) -> Var:
    return pt.specify_shape(x[_block(x, start, lengths)], lengths) if lengths else x


def _slice_update(x: Var, start: Sequence[Var], updates: Var) -> Var:
    if not x.type.ndim:
        return updates
    return pt.set_subtensor(x[_block(x, start, updates.type.shape)], updates)


def _argsort(x: Var, axis: int) -> Var:
    """Asks NumPy: Numba keeps no equals in order."""
    return hosted("argsort")(x, axis)


def _top_k(x: Var, k: int) -> tuple[Var, Var]:
    last = x.type.ndim - 1
    upwards = _argsort(flipped(x, (last,)), last)
    places = x.type.shape[-1] - 1 - flipped(upwards, (last,))[..., :k]
    return pt.take_along_axis(x, places, axis=last), places


SHAPES: dict[str, Callable[..., Any]] = {
    "reshape": _reshape,
    "transpose": lambda x, axes: x.dimshuffle(*axes),
    "broadcast_to": lambda x, shape: pt.alloc(x, *shape),
    "concatenate": lambda xs, axis: pt.join(axis, *xs),
    "pad": padded,
    "flip": flipped,
    "get_item": _get_item,
    "take": lambda x, indices, axis: _along(x, axis, indices),
    "take_along_axis": lambda x, indices, axis: pt.take_along_axis(x, indices, axis=axis),
    "scatter": _scatter,
    "slice": _slice,
    "slice_update": _slice_update,
    "sort": lambda x, axis: pt.sort(x, axis=axis),
    "argsort": _argsort,
    "top_k": _top_k,
    "searchsorted": lambda x, values, side: pt.searchsorted(x, values, side=side),
}
"""What moves numbers and changes none."""
