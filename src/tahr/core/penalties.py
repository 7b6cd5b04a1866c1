"""Where what layers add to the loss is kept while a function is traced, and until when."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

Added: TypeAlias = list[tuple[Any, Any]]
"""Pairs of a layer and a loss."""

_collected: ContextVar[Added | None] = ContextVar("collected", default=None)
_owners: ContextVar[list[Any] | None] = ContextVar("owners", default=None)


@contextmanager
def collecting() -> Generator[Added]:
    """Keeps what layers add to the loss inside the block from them, in the list that it gives.

    A loss from inside a traced function means nothing outside, unless it is returned.

    Example:
        >>> with collecting() as found:
        ...     collected() is found
        True
    """
    found: Added = []
    token = _collected.set(found)
    try:
        yield found
    finally:
        _collected.reset(token)


def collected() -> Added | None:
    """Returns the list of the innermost such block, or None outside of any."""
    return _collected.get()


def note(owner: Any) -> None:
    """Takes down that a layer keeps a loss, for the innermost `forgotten_after`.

    Args:
        owner: the layer.
    """
    owners = _owners.get()
    if owners is not None:
        owners.append(owner)


@contextmanager
def forgotten_after() -> Generator[None]:
    """Has layers forget, at the end of the block, what they added to the loss inside it.

    What a traced function computed has no value outside.
    """
    owners: list[Any] = []
    token = _owners.set(owners)
    try:
        yield
    finally:
        _owners.reset(token)
        for owner in owners:
            owner.clear_losses()
