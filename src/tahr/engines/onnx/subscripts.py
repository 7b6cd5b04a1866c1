"""Python's indexing as operators of ONNX: slices are cut, what tensors pick is gathered."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tahr.engines.base import Index
from tahr.engines.onnx.lengths import length
from tahr.engines.onnx.symbols import Var, integers, op, rank_of

FIRST, LAST = -(2**62), 2**62


def get_item(x: Var, index: tuple[Index, ...]) -> Var:
    """Returns x[index].

    Args:
        x: a value of the graph.
        index: whole numbers, slices, None, Ellipsis and values of the graph that are whole numbers.
    """
    index = _spelled_out(index, rank_of(x))
    axes = [one for one in index if one is not None]
    if any(_is_tensor(one) for one in axes):
        return _gathered(
            _cut(x, [one if isinstance(one, slice) else slice(None) for one in axes]), index
        )
    x = _cut(x, axes)
    gone = [i for i, one in enumerate(axes) if isinstance(one, int)]
    x = op.squeeze(x, integers(*gone)) if gone else x
    new = [i for i, one in enumerate(o for o in index if not isinstance(o, int)) if one is None]
    return op.unsqueeze(x, integers(*new)) if new else op.identity(x)


def _gathered(x: Var, index: tuple[Index, ...]) -> Var:
    """Picks by tensors, and by numbers beside them; slices are cut already.

    What was picked takes the place of the indices where they stand together, else the first, as in
    NumPy.
    """
    axes = [one for one in index if one is not None]
    picked = [i for i, one in enumerate(axes) if not isinstance(one, slice)]
    if len(picked) == 1 and None not in index:
        return op.gather(x, axes[picked[0]], axis=picked[0])
    rest = [i for i in range(len(axes)) if i not in picked]
    places = _stacked([axes[i] for i in picked])
    found = op.gather_nd(op.transpose(x, perm=[*picked, *rest]), places)
    rank = rank_of(places) - 1
    entries = [i for i, one in enumerate(index) if one is not None and not isinstance(one, slice)]
    together = entries[-1] - entries[0] + 1 == len(entries)
    before = index[: entries[0]] if together else ()
    front = sum(one is not None for one in before)
    perm = [*range(rank, rank + front), *range(rank), *range(rank + front, rank + len(rest))]
    new = [
        i if i < len(before) else i + rank
        for i, one in enumerate(_without(index, entries))
        if one is None
    ]
    found = op.transpose(found, perm=perm) if perm != sorted(perm) else found
    return op.unsqueeze(found, integers(*new)) if new else found


def _without(index: tuple[Index, ...], entries: list[int]) -> list[Index]:
    return [one for i, one in enumerate(index) if i not in entries]


def _stacked(indices: Sequence[Any]) -> Var:
    """Returns indices, broadcast against each other, as one tensor of places."""
    wide = [
        op.const(np.array(one, "int64"))
        if isinstance(one, int)
        else op.cast(one, to=np.dtype("int64"))
        for one in indices
    ]
    zero = op.const(np.array(0, "int64"))
    none = op.mul(wide[0], zero)
    for one in wide[1:]:
        none = op.add(none, op.mul(one, zero))
    return op.concat([op.unsqueeze(op.add(one, none), integers(-1)) for one in wide], axis=-1)


def _is_tensor(one: Any) -> bool:
    return not isinstance(one, int | slice | type(None))


def _spelled_out(index: tuple[Index, ...], rank: int) -> tuple[Index, ...]:
    """Puts slices where the ellipsis stands, or at the end, so that every axis has one."""
    taken = sum(one is not None and one is not Ellipsis for one in index)
    place = next((i for i, one in enumerate(index) if one is Ellipsis), len(index))
    return (*index[:place], *[slice(None)] * (rank - taken), *index[place + 1 :])


def _cut(x: Var, index: Sequence[Any]) -> Var:
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
