"""Picking, placing and ordering elements."""

import math
from collections.abc import Sequence
from typing import Any, Literal

import torch

from tahr.engines.base import Engine, Index, Mode
from tahr.engines.subscripts import WHOLE, spelled_out, steps
from tahr.engines.torch.arrays import flipped
from tahr.engines.torch.widening import COUNTED, Tensor, widened

INTO: dict[Mode, str] = {"multiply": "prod", "min": "amin", "max": "amax"}


class Indexing(Engine[Tensor]):
    """Gather, scatter, blocks and sorting."""

    def get_item(self, x: Tensor, index: tuple[Index, ...]) -> Tensor:
        if any(isinstance(part, Tensor) for part in index):
            return _picked(x, index)
        turned, parts = _turned(x, index)
        return turned[tuple(parts)]

    def take(self, x: Tensor, indices: Tensor, axis: int) -> Tensor:
        before, after = x.shape[:axis], x.shape[axis + 1 :]
        found = _select(x, axis, indices.reshape(-1).to(torch.int64))
        return found.reshape((*before, *indices.shape, *after))

    take_along_axis = staticmethod(
        widened(lambda x, indices, axis: torch.take_along_dim(x, indices.to(torch.int64), axis))
    )

    def scatter(self, x: Tensor, indices: Tensor, updates: Tensor, mode: Mode) -> Tensor:
        depth = indices.shape[-1]
        places, rest = x.shape[:depth], x.shape[depth:]
        rows = _flat(indices.to(torch.int64), places).reshape(-1)
        table = x.reshape(math.prod(places), *rest)
        return _scattered(table, rows, updates.reshape(-1, *rest), mode).reshape(x.shape)

    def slice(self, x: Tensor, start: Sequence[Tensor], lengths: tuple[int, ...]) -> Tensor:
        for axis, (first, length) in enumerate(zip(start, lengths, strict=True)):
            if length != x.shape[axis]:
                x = _select(x, axis, _run(first, length, x.shape[axis]))
        return x

    def slice_update(self, x: Tensor, start: Sequence[Tensor], updates: Tensor) -> Tensor:
        lengths = updates.shape
        cut = [axis for axis, length in enumerate(lengths) if length != x.shape[axis]]
        if not cut:
            return updates
        axes = range(cut[0], cut[-1] + 1)
        runs = [_run(start[axis], lengths[axis], x.shape[axis]) for axis in axes]
        mesh = torch.meshgrid(*runs, indexing="ij") if len(runs) > 1 else runs
        return _put(x, updates, [None] * cut[0] + list(mesh))

    sort = staticmethod(widened(lambda x, axis: torch.sort(x, dim=axis, stable=True).values))
    argsort = staticmethod(
        widened(
            lambda x, axis: torch.argsort(x, dim=axis, stable=True).to(torch.int32),
            narrows=False,
        )
    )

    def top_k(self, x: Tensor, k: int) -> tuple[Tensor, Tensor]:
        return _top(x, k)

    def searchsorted(self, sorted_x: Tensor, values: Tensor, side: Literal["left", "right"]) -> Any:
        return _places(sorted_x.contiguous(), values.contiguous(), side)


_select = widened(torch.index_select)
_take_at = widened(torch.ops.aten.index.Tensor)
_put = widened(lambda x, updates, indices: torch.ops.aten.index_put.default(x, indices, updates))


def _top_k(x: Tensor, k: int) -> tuple[Tensor, Tensor]:
    # torch.topk leaves the order of equals open.
    values, places = torch.sort(x, descending=True, stable=True)
    return values[..., :k], places[..., :k].to(torch.int32)


_top = widened(_top_k, COUNTED)


def _searched(sorted_x: Tensor, values: Tensor, side: str) -> Tensor:
    return torch.searchsorted(sorted_x, values, right=side == "right", out_int32=True)


_places = widened(_searched, COUNTED, narrows=False)


def _turned(x: Tensor, index: tuple[Index, ...]) -> tuple[Tensor, list[Index]]:
    """Reverses the axes that are sliced backwards, which PyTorch cannot."""
    parts = spelled_out(index, x.ndim)
    backwards, axis = [], 0
    for i, part in enumerate(parts):
        if part is None:
            continue
        if isinstance(part, slice) and part.step is not None and part.step < 0:
            parts[i] = _reversed(part, x.shape[axis])
            backwards.append(axis)
        axis += 1
    return (flipped(x, backwards) if backwards else x), parts


def _reversed(part: slice, length: int) -> slice:
    """Returns the slice of the reversed axis that picks the same elements in the same order."""
    start, stop, step = part.indices(length)
    count = len(range(start, stop, step))
    first = length - 1 - start
    return slice(first, first + (count - 1) * -step + 1, -step) if count else slice(0, 0)


def _picked(x: Tensor, index: tuple[Index, ...]) -> Tensor:
    """Indexes with tensors; integers then count as tensors, as they do in NumPy."""
    x, parts = _turned(x, index)
    sliced = x[tuple(p if p is None or isinstance(p, slice) else WHOLE for p in parts)]
    chosen = {i: _index(p, x) for i, p in enumerate(parts) if isinstance(p, int | Tensor)}
    if all(one.ndim == 0 for one in chosen.values()):
        for axis, one in reversed(chosen.items()):
            sliced = _select(sliced, axis, one.reshape(1)).squeeze(axis)
        return sliced
    # Of one shape, as PyTorch foretells another result for scalars that stand apart.
    same = torch.broadcast_tensors(*chosen.values())
    places = dict(zip(chosen, same, strict=True))
    return _take_at(sliced, [places.get(i) for i in range(len(parts))])


def _index(part: Any, x: Tensor) -> Tensor:
    if isinstance(part, Tensor):
        return part.to(torch.int64)
    return torch.full((), part, dtype=torch.int64, device=x.device)


def _flat(indices: Tensor, shape: Sequence[int]) -> Tensor:
    """Numbers the places of leading axes in one."""
    if len(shape) == 1:
        return indices[..., 0]
    parts = [one * step for one, step in zip(indices.unbind(-1), steps(shape), strict=True)]
    return torch.stack(parts).sum(0)


@widened
def _scattered(table: Tensor, rows: Tensor, updates: Tensor, mode: Mode) -> Tensor:
    if mode == "set":
        return torch.index_put(table, (rows,), updates)
    if mode == "add":
        return torch.index_add(table, 0, rows, updates)
    spread = rows.reshape(-1, *(1,) * (table.ndim - 1)).expand(updates.shape)
    return torch.scatter_reduce(table, 0, spread, updates, INTO[mode])


def _run(first: Tensor, length: int, whole: int) -> Tensor:
    """Numbers a block of an axis, moved inside where it would stick out."""
    start = first.to(torch.int64).clamp(0, whole - length)
    return torch.arange(length, device=first.device) + start
