"""Indexing: gather, scatter, blocks, sorting."""

from collections.abc import Sequence
from typing import Literal

from tahr.core.errors import ShapeError
from tahr.core.specs import TensorSpec, is_known, show
from tahr.engines.base import Engine, Index, Mode
from tahr.engines.spec.checks import (
    at_least,
    checked_axis,
    integers,
    same_dtype,
    same_lengths,
)
from tahr.engines.spec.cost import computed, count
from tahr.engines.spec.subscripts import subscripted


class Indexing(Engine[TensorSpec]):
    """The indexing primitives on specs."""

    def get_item(self, x: TensorSpec, index: tuple[Index, ...]) -> TensorSpec:
        return computed(subscripted(x.shape, index), x.dtype, flops=0)

    def take(self, x: TensorSpec, indices: TensorSpec, axis: int) -> TensorSpec:
        checked_axis("take", axis, x.shape)
        integers("take", indices)
        shape = (*x.shape[:axis], *indices.shape, *x.shape[axis + 1 :])
        return computed(shape, x.dtype, flops=0)

    def take_along_axis(self, x: TensorSpec, indices: TensorSpec, axis: int) -> TensorSpec:
        checked_axis("take_along_axis", axis, x.shape)
        integers("take_along_axis", indices)
        others = same_lengths(
            "take_along_axis",
            (*x.shape[:axis], *x.shape[axis + 1 :]),
            (*indices.shape[:axis], *indices.shape[axis + 1 :]),
            f"the axes other than {axis}",
        )
        shape = (*others[:axis], indices.shape[axis], *others[axis:])
        return computed(shape, x.dtype, flops=0)

    def scatter(
        self, x: TensorSpec, indices: TensorSpec, updates: TensorSpec, mode: Mode
    ) -> TensorSpec:
        integers("scatter", indices)
        *n, depth = at_least("scatter", indices, 1)
        if not 0 < depth <= x.ndim:
            raise ShapeError(
                "the last axis of scatter's indices counts the axes they index",
                expected=f"a length from 1 to {x.ndim} for a tensor of shape {show(x.shape)}",
                got=f"indices of shape {show(indices.shape)}",
            )
        same_lengths("scatter", (*n, *x.shape[depth:]), updates.shape, "updates")
        return computed(x.shape, same_dtype("scatter", x, updates), flops=count(updates.shape))

    def slice(
        self, x: TensorSpec, start: Sequence[TensorSpec], lengths: tuple[int, ...]
    ) -> TensorSpec:
        _check_block("slice", x, start, lengths)
        return computed(lengths, x.dtype, flops=0)

    def slice_update(
        self, x: TensorSpec, start: Sequence[TensorSpec], updates: TensorSpec
    ) -> TensorSpec:
        _check_block("slice_update", x, start, updates.shape)
        return computed(x.shape, same_dtype("slice_update", x, updates), flops=0)

    def sort(self, x: TensorSpec, axis: int) -> TensorSpec:
        checked_axis("sort", axis, x.shape)
        return computed(x.shape, x.dtype)

    def argsort(self, x: TensorSpec, axis: int) -> TensorSpec:
        checked_axis("argsort", axis, x.shape)
        return computed(x.shape, "int32")

    def top_k(self, x: TensorSpec, k: int) -> tuple[TensorSpec, TensorSpec]:
        length = at_least("top_k", x, 1)[-1]
        if k < 0 or (is_known(length) and k > length):
            raise ShapeError(
                f"top_k cannot take {k} of the last axis", got=f"shape {show(x.shape)}"
            )
        shape = (*x.shape[:-1], k)
        return computed(shape, x.dtype, flops=count(x.shape)), computed(shape, "int32", flops=0)

    def searchsorted(
        self, sorted_x: TensorSpec, values: TensorSpec, side: Literal["left", "right"]
    ) -> TensorSpec:
        if sorted_x.ndim != 1:
            raise ShapeError("searchsorted looks in a vector", got=f"shape {show(sorted_x.shape)}")
        same_dtype("searchsorted", sorted_x, values)
        return computed(values.shape, "int32")


def _check_block(
    primitive: str, x: TensorSpec, start: Sequence[TensorSpec], lengths: tuple[int, ...]
) -> None:
    for one in start:
        integers(primitive, one)
    fits = len(start) == len(lengths) == x.ndim and all(
        not is_known(part) or not is_known(length) or 0 <= part <= length
        for part, length in zip(lengths, x.shape, strict=True)
    )
    if not fits or any(one.shape for one in start):
        raise ShapeError(
            f"{primitive} takes one scalar start and one length for each axis, inside the tensor",
            expected=f"a block of a tensor of shape {show(x.shape)}",
            got=f"{len(start)} starts, lengths {show(lengths)}",
        )
