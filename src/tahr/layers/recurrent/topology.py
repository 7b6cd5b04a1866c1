"""Trees as arrays: which node comes when, so that children come before their parents."""

from dataclasses import dataclass

from tahr import ops
from tahr.core.specs import is_known
from tahr.core.typing import Tensor

ROOT, PADDING = -1, -2
"""What stands for the parent of a root, and of a place where there is no node."""
MANY = 31
"""Rounds that are enough for any tree, where the number of nodes is not known yet."""


@dataclass(frozen=True)
class Topology:
    """Trees of a batch, their nodes ordered from the deepest up, padding last.

    Attributes:
        order: `(batch, nodes)`, which node comes at each place.
        places: `(batch, nodes)`, at which place each node comes.
        parents: `(batch, nodes)`, the place of the parent of the node at each place; the number of
            nodes, one more than the last place, where it has none.
        siblings: `(batch, nodes)`, how many siblings of the node at each place stand before it
            among the nodes as they were given.
    """

    order: Tensor
    places: Tensor
    parents: Tensor
    siblings: Tensor

    @classmethod
    def of(cls, parents: Tensor) -> "Topology":
        """Finds the order of nodes, each told by the index of its parent.

        Args:
            parents: `(batch, nodes)`, -1 for a root and -2 for padding.
        """
        nodes = parents.shape[1]
        above = ops.where(ops.greater_equal(parents, 0), parents, nodes)
        key = ops.where(ops.equal(parents, PADDING), 1, ops.negative(depths(above)))
        order = ops.argsort(key, axis=1)
        places = ops.argsort(order, axis=1)
        behind = ops.concatenate([places, ops.full((parents.shape[0], 1), nodes, "int32")], 1)
        return cls(
            order,
            places,
            picked(picked(behind, above), order),
            picked(_siblings(above, nodes), order),
        )


def depths(above: Tensor) -> Tensor:
    """Returns how many nodes stand above each, by jumps that double from round to round.

    Args:
        above: `(batch, nodes)`, the parent of each node, or the number of nodes for none.

    Source: Wyllie 1979, "The complexity of parallel computations" (pointer jumping).
    """
    batch, nodes = above.shape
    top = ops.full((batch, 1), nodes, "int32")
    jump = ops.concatenate([above, top], 1)
    depth = ops.cast(ops.not_equal(jump, nodes), "int32")
    for _ in range(int(nodes).bit_length() if is_known(nodes) else MANY):
        depth = ops.add(depth, picked(depth, jump))
        jump = picked(jump, jump)
    return ops.get_item(depth, (slice(None), slice(0, nodes)))


def _siblings(above: Tensor, nodes: int) -> Tensor:
    places = ops.arange(nodes, dtype="int32")
    before = ops.less(ops.expand_dims(places, 1), ops.expand_dims(places, 0))
    same = ops.equal(ops.expand_dims(above, 2), ops.expand_dims(above, 1))
    return ops.sum(ops.cast(ops.logical_and(same, before), "int32"), axis=1)


def picked(x: Tensor, indices: Tensor) -> Tensor:
    """Returns the entries of `(batch, n, ...)` at indices `(batch, m)`."""
    rest = x.shape[2:]
    column = ops.reshape(indices, (*indices.shape, *(1,) * len(rest)))
    return ops.take_along_axis(x, ops.broadcast_to(column, (*indices.shape, *rest)), axis=1)
