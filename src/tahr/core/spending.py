"""How much work a file may ask for: in proportion to its size, however it is nested."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tahr.core.errors import SavingError

FREE = 2_000
"""Objects made and layers called that any file may ask for."""
SHARE = 8
"""Bytes of a file for each more."""


@dataclass
class _Purse:
    left: int
    where: str


_purse: ContextVar[_Purse | None] = ContextVar("purse", default=None)


@contextmanager
def limited(size: int, where: str) -> Generator[None]:
    """Bounds what is made of a file inside the block.

    Args:
        size: how many bytes it has on disk.
        where: its name, for the error.
    """
    token = _purse.set(_Purse(FREE + size // SHARE, where))
    try:
        yield
    finally:
        _purse.reset(token)


def spend(count: int) -> None:
    """Counts objects that are about to be made, or layers that are called.

    Raises:
        SavingError: they are more than the file pays for.
    """
    purse = _purse.get()
    if purse is None:
        return
    purse.left -= count
    if purse.left < 0:
        raise SavingError(
            "the file asks for more work than one of its size may",
            where=purse.where,
            expected="models that are called a few times, not models in models by the thousand",
            todo="do not use this file unless you know where it comes from",
        )
