"""Masks: which steps of a sequence count, carried along beside a tensor."""

import weakref
from contextlib import suppress
from typing import Any

from tahr.core import trees

_beside: dict[int, tuple[Any, Any]] = {}


def set_mask(tensor: Any, mask: Any) -> None:
    """Lets a tensor carry a mask, for as long as the tensor lives."""
    if mask is None:
        return
    key = id(tensor)
    _beside[key] = (weakref.ref(tensor, lambda _: _beside.pop(key, None)), mask)
    with suppress(AttributeError, TypeError):  # NumPy's arrays take no attributes
        tensor._keras_mask = mask


def get_mask(tensor: Any) -> Any | None:
    """Gives the mask a tensor carries."""
    found = _beside.get(id(tensor))
    return found[1] if found and found[0]() is tensor else None


def masks_of(tree: Any) -> Any:
    """Gives the masks of a tree of tensors, or None where there is none at all."""
    if not _beside:
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
