"""Gathering, scattering, blocks and sorting as operators of ONNX."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tahr.core.errors import EngineError
from tahr.engines.base import Mode
from tahr.engines.onnx.lengths import whole_vector
from tahr.engines.onnx.subscripts import get_item
from tahr.engines.onnx.symbols import Var, integers, op

REDUCTIONS = {"set": "none", "add": "add", "multiply": "mul", "min": "min", "max": "max"}


def _take_along_axis(x: Var, indices: Var, axis: int) -> Var:
    return op.gather_elements(x, indices, axis=axis)


def _scatter(x: Var, indices: Var, updates: Var, mode: Mode) -> Var:
    places = op.cast(indices, to=np.dtype("int64"))
    return op.scatter_nd(x, places, updates, reduction=REDUCTIONS[mode])


def _starts(x: Var, start: Sequence[Var], lengths: Var) -> Var:
    """Returns where a block begins, moved inside where it would stick out."""
    given = op.concat(
        [op.reshape(op.cast(s, to=np.dtype("int64")), integers(1)) for s in start], axis=0
    )
    room = op.sub(op.shape(x), lengths)
    return op.max([op.min([given, room]), integers(0)])


def _slice(x: Var, start: Sequence[Var], lengths: tuple[int, ...]) -> Var:
    if not lengths:
        return op.identity(x)
    long = whole_vector(lengths)
    first = _starts(x, start, long)
    return op.slice(x, first, op.add(first, long))


def _slice_update(x: Var, start: Sequence[Var], updates: Var) -> Var:
    shape = updates.unwrap_tensor().shape
    if not shape:
        return op.identity(updates)
    if any(not isinstance(n, int) for n in shape):
        raise EngineError("a block of open length cannot be written over in a graph of ONNX")
    grid = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), axis=-1)
    first = _starts(x, start, integers(*shape))
    return op.scatter_nd(x, op.add(op.const(grid.astype("int64")), first), updates)


def _sorted(x: Var, axis: int) -> tuple[Var, Var]:
    """Sorts upwards; of equals the first stays first."""
    count = op.gather(op.shape(x), integers(axis))
    return op.top_k(x, count, axis=axis, largest=0)


def _searchsorted(x: Var, values: Var, side: str) -> Var:
    """Counts for each value how many lie before it."""
    column = op.unsqueeze(values, integers(-1))
    before = op.less(x, column) if side == "left" else op.less_or_equal(x, column)
    return op.reduce_sum(op.cast(before, to=np.dtype("int32")), integers(-1), keepdims=0)


INDEXING: dict[str, Callable[..., Any]] = {
    "get_item": get_item,
    "take": lambda x, indices, axis: op.gather(x, indices, axis=axis),
    "take_along_axis": _take_along_axis,
    "scatter": _scatter,
    "slice": _slice,
    "slice_update": _slice_update,
    "sort": lambda x, axis: _sorted(x, axis)[0],
    "argsort": lambda x, axis: _sorted(x, axis)[1],
    "top_k": lambda x, k: op.top_k(x, integers(k)),
    "searchsorted": _searchsorted,
}
