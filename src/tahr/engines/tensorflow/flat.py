"""Trees of tensors as lists of tensors, which is all that TensorFlow is given."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tahr.core import trees
from tahr.engines.tensorflow.widening import Tensor


class Flat:
    """The tensors of a tree, and how to put others in their places.

    Args:
        tree: dicts, lists and tuples of tensors and Nones.
    """

    def __init__(self, tree: Any) -> None:
        leaves, self.structure = trees.flatten(tree)
        self.full = [leaf is not None for leaf in leaves]
        self.tensors: list[Tensor] = [leaf for leaf in leaves if leaf is not None]

    def filled(self, tensors: Sequence[Tensor]) -> Any:
        """Gives a tree of the same structure that holds other tensors."""
        rest: Iterator[Tensor] = iter(tensors)
        leaves = [next(rest) if full else None for full in self.full]
        return trees.unflatten(self.structure, leaves)

    def map(self, function: Callable[..., Tensor], *args: Any) -> Any:
        """Gives a tree of what a function makes of each tensor."""
        return self.filled([function(tensor, *args) for tensor in self.tensors])
