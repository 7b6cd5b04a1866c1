"""Attention over several axes: as over one, after they were laid one after the other."""

import math
from collections.abc import Sequence
from functools import reduce

from tahr import ops
from tahr.core.errors import ArgumentError
from tahr.core.typing import Tensor


class Flattening:
    """Which axes of `(batch, ..., depth)` are attended over, and which are like the batch.

    Args:
        rank: the number of axes.
        attended: the axes that are attended over.
        where: the layer, for the error.

    Raises:
        ArgumentError: an axis is that of the batch or the depth, there is none, or twice.
    """

    def __init__(self, rank: int, attended: Sequence[int], where: str) -> None:
        axes = [axis % rank if -rank <= axis < rank else axis for axis in attended]
        if not axes or len(set(axes)) < len(axes) or not all(0 < a < rank - 1 for a in axes):
            raise ArgumentError(
                "attention_axes must be axes between those of batch and depth, each once",
                where=where,
                expected=", ".join(str(axis) for axis in range(1, rank - 1)),
                got=tuple(attended),
            )
        self.attended = axes
        self.outer: list[int] = [axis for axis in range(rank - 1) if axis not in axes]

    @property
    def order(self) -> list[int]:
        """The axes like the batch first, those attended over last."""
        return [*self.outer, *self.attended]

    @property
    def _is_flat(self) -> bool:
        """Whether there is one axis of each kind, whose lengths need not be known then."""
        return len(self.outer) == len(self.attended) == 1

    def lengths(self, x: Tensor) -> tuple[list[int], list[int]]:
        """Returns the lengths of the axes like the batch, and of those attended over."""
        return [x.shape[axis] for axis in self.outer], [x.shape[axis] for axis in self.attended]

    def flat(self, x: Tensor, further: int = 2) -> Tensor:
        """Returns `(batch, time, ...)` with the axes of each kind one after the other.

        Args:
            x: a tensor with all axes but depth, and more.
            further: how many more.
        """
        rank = len(x.shape)
        moved = ops.transpose(x, (*self.order, *range(rank - further, rank)))
        if self._is_flat:
            return moved
        outer, inner = self.lengths(x)
        return ops.reshape(moved, (math.prod(outer), math.prod(inner), *x.shape[rank - further :]))

    def back(self, x: Tensor, query: Tensor) -> Tensor:
        """Undoes `flat` for `(batch, time, heads, depth)`, for queries of that shape."""
        outer, inner = self.lengths(query)
        apart = x if self._is_flat else ops.reshape(x, (*outer, *inner, *x.shape[-2:]))
        places = [self.order.index(axis) for axis in range(len(self.order))]
        return ops.transpose(apart, (*places, len(places), len(places) + 1))

    def scores(self, weights: Tensor, query: Tensor, key: Tensor) -> Tensor:
        """Returns weights `(batch, heads, time, source)` with the axes of each kind apart."""
        outer, times = self.lengths(query)
        sources = self.lengths(key)[1]
        if len(outer) == len(times) == 1:
            return weights
        return ops.reshape(weights, (*outer, weights.shape[1], *times, *sources))

    def mask(self, mask: Tensor, query: Tensor, key: Tensor) -> Tensor:
        """Returns a mask of queries and keys as `(batch, heads or 1, time, source)`.

        Args:
            mask: `(axes like the batch, queries' axes, keys' axes)`; axes of the first kind may
                be left out from the second on, and heads may stand behind them.
            query: of the queries' shape.
            key: of the keys' shape.
        """
        outer, times = self.lengths(query)
        sources = self.lengths(key)[1]
        inner = 2 * len(times)
        before = [*mask.shape[: max(len(mask.shape) - inner, 0)]]
        missing = [1] * (len(outer) - len(before))
        heads = [] if len(before) > len(outer) else [1]
        shape = [*before, *missing, *heads, *mask.shape[len(before) :]]
        column = ops.reshape(ops.cast(mask, "bool"), shape)
        if len(outer) == len(times) == 1:
            return column
        whole = ops.broadcast_to(column, (*outer, shape[len(outer)], *times, *sources))
        return ops.reshape(
            whole, (math.prod(outer), shape[len(outer)], math.prod(times), math.prod(sources))
        )

    def of_keys(self, mask: Tensor) -> Tensor:
        """Returns a mask of keys as `(batch, 1, 1, source)`."""
        flat = self.flat(ops.cast(mask, "bool"), further=0)
        return ops.reshape(flat, (flat.shape[0], 1, 1, flat.shape[1]))

    def of_queries(self, mask: Tensor, heads: int) -> Tensor:
        """Returns a mask of queries as `(batch, time, 1)` with an axis for heads, where it says."""
        flat = ops.expand_dims(self.flat(ops.cast(mask, "bool"), further=0), -1)
        return ops.expand_dims(flat, heads)


def joined(*masks: Tensor | None) -> Tensor | None:
    """Returns a mask that lets through what all masks do; None where there is none."""
    given = [mask for mask in masks if mask is not None]
    return reduce(ops.logical_and, given) if given else None
