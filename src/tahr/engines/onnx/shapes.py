"""Shapes and indexing as operators of ONNX."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tahr.core.errors import EngineError
from tahr.engines.base import Axes, Index, Mode, Pads
from tahr.engines.onnx.lengths import length, shape_vector, whole_vector
from tahr.engines.onnx.symbols import Var, dtype_of, integers, number, op, rank_of

FIRST, LAST = -(2**62), 2**62
REDUCTIONS = {"set": "none", "add": "add", "multiply": "mul", "min": "min", "max": "max"}


def _pad(x: Var, pads: Pads, value: float) -> Var:
    if not any(map(any, pads)):
        return op.identity(x)
    around = integers(*(before for before, _ in pads), *(after for _, after in pads))
    if dtype_of(x) == "bool":
        whole = op.pad(op.cast(x, to=np.dtype("int32")), around, number(int(value), "int32"))
        return op.cast(whole, to=np.dtype(bool))
    return op.pad(x, around, number(value, dtype_of(x)))


def _flip(x: Var, axes: Axes) -> Var:
    if not axes:
        return op.identity(x)
    ones = [-1] * len(axes)
    return op.slice(
        x, integers(*ones), integers(*[FIRST] * len(axes)), integers(*axes), integers(*ones)
    )


def _get_item(x: Var, index: tuple[Index, ...]) -> Var:
    """Cuts slices, then picks by tensors, then drops and adds axes."""
    index = _spelled_out(index, rank_of(x))
    picked = [i for i, one in enumerate(_of_axes(index)) if _is_tensor(one)]
    x = _sliced(x, _of_axes(index))
    if len(picked) > 1:
        raise EngineError(
            "a graph of ONNX cannot be indexed by several tensors at once",
            todo="use ops.take or ops.take_along_axis",
        )
    if picked:
        return _picked(x, index, picked[0])
    gone = [i for i, one in enumerate(_of_axes(index)) if isinstance(one, int)]
    x = op.squeeze(x, integers(*gone)) if gone else x
    new = [i for i, one in enumerate(o for o in index if not isinstance(o, int)) if one is None]
    return op.unsqueeze(x, integers(*new)) if new else op.identity(x)


def _picked(x: Var, index: tuple[Index, ...], axis: int) -> Var:
    others = [one for i, one in enumerate(_of_axes(index)) if i != axis]
    if any(one is None for one in index) or any(isinstance(one, int) for one in others):
        raise EngineError(
            "a graph of ONNX cannot be indexed by a tensor, numbers and None at once",
            todo="use ops.take along one axis at a time",
        )
    return op.gather(x, _of_axes(index)[axis], axis=axis)


def _is_tensor(one: Any) -> bool:
    return not isinstance(one, int | slice | type(None))


def _of_axes(index: tuple[Index, ...]) -> list[Any]:
    return [one for one in index if one is not None]


def _spelled_out(index: tuple[Index, ...], rank: int) -> tuple[Index, ...]:
    """Puts slices where the ellipsis stands, or at the end, so that every axis has one."""
    rest = [slice(None)] * (rank - sum(one is not None and one is not Ellipsis for one in index))
    place = next((i for i, one in enumerate(index) if one is Ellipsis), len(index))
    return (*index[:place], *rest, *index[place + 1 :])


def _sliced(x: Var, index: Sequence[Any]) -> Var:
    cuts = [
        (axis, _bounds(one)) for axis, one in enumerate(index)
        if isinstance(one, int) or (isinstance(one, slice) and one != slice(None))
    ]  # fmt: skip
    if not cuts:
        return x
    starts, ends, steps = (
        op.concat([length(bounds[i]) for _, bounds in cuts], axis=0) for i in range(3)
    )
    return op.slice(x, starts, ends, integers(*(axis for axis, _ in cuts)), steps)


def _bounds(one: int | slice) -> tuple[int, int, int]:
    if isinstance(one, int):
        return one, (LAST if one == -1 else one + 1), 1
    step = 1 if one.step is None else one.step
    start = (LAST if step < 0 else 0) if one.start is None else one.start
    stop = (FIRST if step < 0 else LAST) if one.stop is None else one.stop
    return start, stop, step


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


def _full(shape: tuple[int, ...], value: float | bool, dtype: str) -> Var:
    return op.expand(number(value, dtype), whole_vector(shape))


def _arange(start: float, stop: float, step: float, dtype: str) -> Var:
    def scalar(value: Any) -> Var:
        found = op.squeeze(length(value), integers(0)) if isinstance(value, int) else None
        if found is None:
            return number(value, dtype)
        return op.cast(found, to=np.dtype(dtype))

    return op.range(scalar(start), scalar(stop), scalar(step))


SHAPES: dict[str, Callable[..., Any]] = {
    "full": _full,
    "arange": _arange,
    "reshape": lambda x, shape: op.reshape(x, shape_vector(shape)),
    "transpose": lambda x, axes: op.transpose(x, perm=axes),
    "broadcast_to": lambda x, shape: op.expand(x, whole_vector(shape)),
    "concatenate": lambda xs, axis: op.concat(xs, axis=axis),
    "pad": _pad,
    "flip": _flip,
    "get_item": _get_item,
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
