"""Masks: which steps of a sequence count, carried along beside a tensor."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from tahr.core import trees
from tahr.core.beside import Beside
from tahr.core.errors import ShapeError
from tahr.core.specs import is_known, show

_beside: Beside[Any] = Beside()
KERAS = "_keras_mask"
"""The attribute that Keras keeps a mask in, which programs read and set."""


def set_mask(tensor: Any, mask: Any) -> None:
    """Lets a tensor carry a mask, for as long as the tensor lives."""
    if mask is None:
        return
    _beside.put(tensor, mask)
    with suppress(AttributeError, TypeError):
        setattr(tensor, KERAS, mask)


def get_mask(tensor: Any) -> Any | None:
    """Returns the mask a tensor carries."""
    found = _beside.of(tensor)
    return found if found is not None or _symbolic(tensor) else getattr(tensor, KERAS, None)


def _symbolic(tensor: Any) -> bool:
    """Returns whether a tensor computes its mask when asked, for a program that asks."""
    return isinstance(getattr(tensor.__class__, KERAS, None), property)


def masks_of(tree: Any) -> Any:
    """Returns the masks of a tree of tensors, or None where there is none at all."""
    if not _beside and (_symbolic(tree) or not hasattr(tree, KERAS)):
        return None
    found = trees.map(get_mask, tree)
    return None if all(m is None for m in trees.leaves(found)) else found


def set_masks(tensors: Any, masks: Any) -> None:
    """Lets each tensor of a tree carry the mask at its place."""
    if masks is None:
        return
    flat = trees.leaves(tensors)
    given = trees.leaves(masks)
    for tensor, mask in zip(
        flat, given if len(given) == len(flat) else given * len(flat), strict=True
    ):
        set_mask(tensor, mask)


def check_masks(masks: Any, tensors: Any) -> None:
    """Refuses masks that say something about other steps than the tensors have.

    Args:
        masks: a mask, or a list of masks for a list of tensors; None for those without.
        tensors: a tensor or a list of tensors.

    Raises:
        ShapeError: the shape of a mask is not that of the first axes of its tensor.
    """
    pairs = zip(masks, tensors, strict=False) if _listed(masks, tensors) else [(masks, tensors)]
    for mask, tensor in pairs:
        shape, whole = getattr(mask, "shape", None), getattr(tensor, "shape", None)
        if shape is None or whole is None or _fits(shape, whole):
            continue
        raise ShapeError(
            "the mask does not fit the input",
            expected=f"shape {show(whole[: len(shape)])}, as the input has {show(whole)}",
            got=f"shape {show(shape)}",
            todo="give one True or False for each step of the input",
        )


def _listed(masks: Any, tensors: Any) -> bool:
    return isinstance(masks, list | tuple) and isinstance(tensors, list | tuple)


def _fits(shape: Sequence[int], whole: Sequence[int]) -> bool:
    pairs = list(zip(shape, whole, strict=False))
    return len(pairs) == len(shape) and all(
        n in (m, 1) or not (is_known(n) and is_known(m)) for n, m in pairs
    )
