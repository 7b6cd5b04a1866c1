"""Logits: what probabilities were made of, carried along beside them.

The logarithm of a softmax is exact where it is computed from the logits, and so is its gradient;
computed from probabilities, both are cut off at `epsilon()`. So what softmax and sigmoid return
carries what it was made of, and crossentropies look for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from tahr.core import current, trees
from tahr.core.beside import Beside

Kind = Literal["softmax", "sigmoid"]
KINDS: tuple[Kind, ...] = ("softmax", "sigmoid")


@dataclass(frozen=True)
class Origin:
    """What probabilities were made of.

    Args:
        kind: by which function.
        logits: a tensor of the shape of the probabilities.
        axis: along which they sum to one, from the end; None for a sigmoid.
        again: makes the probabilities of logits.
        versions: how often logits and probabilities had been written over in place.
    """

    kind: Kind
    logits: Any
    axis: int | None
    again: Callable[[Any], Any]
    versions: tuple[int | None, ...] = ()


_beside: Beside[Origin] = Beside()


def keep(tensor: Any, origin: Origin) -> None:
    """Lets probabilities carry what they were made of, for as long as they live."""
    _beside.put(tensor, replace(origin, versions=_versions(origin.logits, tensor)))


def hand_on(
    new: Any, old: Any, change: Callable[[Any], Any] | None = None, kinds: tuple[Kind, ...] = KINDS
) -> None:
    """Lets a tensor carry what another one does, of which it holds the same numbers.

    Args:
        new: the other tensor in another dtype, or shape.
        old: the tensor that may carry something.
        change: what was done to the old one's shape, if anything: the batch axis may be split.
        kinds: which stay what they are under the change.
    """
    if new is old or not _beside:
        return
    found = origin_of(old)
    if found is None or found.kind not in kinds:
        return
    if change is not None and found.axis == -len(old.shape):
        return
    keep(new, found if change is None else replace(found, logits=change(found.logits)))


def origin_of(tensor: Any) -> Origin | None:
    """Returns what a tensor of probabilities was made of, where that is known and still holds."""
    found = _beside.of(tensor) if _beside else None
    if found is None or found.versions != _versions(found.logits, tensor):
        return None
    if None in found.versions and not _still(found, tensor):
        return None
    return found


def _versions(*tensors: Any) -> tuple[int | None, ...]:
    version = current.engine().version
    return tuple(version(t) for t in tensors)


def _still(origin: Origin, tensor: Any) -> bool:
    """Returns whether arrays that anybody may write over are as they were."""
    import numpy as np

    to_numpy = current.engine().to_numpy
    again = to_numpy(origin.again(origin.logits))
    return np.array_equal(again.astype(tensor.dtype), to_numpy(tensor))


def lifted(tree: Any) -> tuple[list[Any], Callable[[Any, list[Any]], None]]:
    """Takes the logits that the tensors of a tree carry through a function's results.

    Args:
        tree: what a function is about to return.

    Returns:
        The logits, to be returned too, and what puts them beside the tensors of the tree that comes
        out, when it is given both.
    """
    found = [(place, origin_of(leaf)) for place, leaf in enumerate(trees.leaves(tree))]
    known = [(place, origin) for place, origin in found if origin is not None]

    def put_back(new: Any, logits: list[Any]) -> None:
        leaves = trees.leaves(new)
        for (place, origin), tensor in zip(known, logits, strict=True):
            keep(leaves[place], replace(origin, logits=tensor))

    return [origin.logits for _, origin in known], put_back
