"""Where what layers add to the loss is kept while the body of a loop is traced."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

Added: TypeAlias = list[tuple[Any, Any]]
"""Pairs of a layer and a loss."""

_collected: ContextVar[Added | None] = ContextVar("collected", default=None)


@contextmanager
def collecting() -> Iterator[Added]:
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
