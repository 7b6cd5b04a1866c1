"""Indexing: gather, scatter, blocks, sorting."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from tahr.engines.base import Engine, Index, Mode
from tahr.engines.numpy.arithmetic import Array, back, quiet, wide

INT32 = np.dtype(np.int32)
COMBINE: dict[str, np.ufunc] = {
    "add": np.add,
    "multiply": np.multiply,
    "min": np.minimum,
    "max": np.maximum,
}


class Indexing(Engine[Array]):
    """Gather, scatter, blocks and sorting."""

    def get_item(self, x: Array, index: tuple[Index, ...]) -> Array:
        return np.asarray(x[index])

    def take(self, x: Array, indices: Array, axis: int) -> Array:
        return np.asarray(np.take(x, indices, axis=axis))

    def take_along_axis(self, x: Array, indices: Array, axis: int) -> Array:
        return np.take_along_axis(x, indices, axis=axis)

    @quiet
    def scatter(self, x: Array, indices: Array, updates: Array, mode: Mode) -> Array:
        place = tuple(np.moveaxis(indices, -1, 0))
        if mode == "set":
            result = x.copy()
            result[place] = updates
            return result
        result = np.array(wide(x))
        COMBINE[mode].at(result, place, wide(updates))
        return back(result, x.dtype)

    def slice(self, x: Array, start: Sequence[Array], lengths: tuple[int, ...]) -> Array:
        return np.asarray(x[_block(x, start, lengths)])

    def slice_update(self, x: Array, start: Sequence[Array], updates: Array) -> Array:
        result = x.copy()
        result[_block(x, start, updates.shape)] = updates
        return result

    def sort(self, x: Array, axis: int) -> Array:
        return back(np.sort(wide(x), axis=axis), x.dtype)

    def argsort(self, x: Array, axis: int) -> Array:
        return back(np.argsort(wide(x), axis=axis, kind="stable"), INT32)

    def top_k(self, x: Array, k: int) -> tuple[Array, Array]:
        # Sorting the reversed axis upwards and reading it backwards keeps equals in order.
        upwards = np.argsort(wide(x)[..., ::-1], axis=-1, kind="stable")
        places = x.shape[-1] - 1 - upwards[..., ::-1][..., :k]
        return np.take_along_axis(x, places, axis=-1), back(places, INT32)

    def searchsorted(self, sorted_x: Array, values: Array, side: Literal["left", "right"]) -> Array:
        return back(np.searchsorted(wide(sorted_x), wide(values), side=side), INT32)


def _block(x: Array, start: Sequence[Array], lengths: tuple[int, ...]) -> tuple[Any, ...]:
    """Returns the slices of a block, moved inside where it would stick out."""
    slices = []
    for one, length, whole in zip(start, lengths, x.shape, strict=True):
        first = min(max(int(one), 0), whole - length)
        slices.append(slice(first, first + length))
    return tuple(slices)
