"""How much work a file may ask for: in proportion to its size, however it is nested."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tahr.core.errors import SavingError
from tahr.core.typing import is_dict, is_list

FREE = 2_000
"""Objects made and layers called that any file may ask for."""
SHARE = 8
"""Bytes of a file for each more."""
TENSORS = 20_000
"""Tensors that any file may have computed while its layers are called without numbers."""
BYTES = 4
"""Bytes of a file for each more."""
VALUE = 12
"""Bytes that a value takes in a file, about."""
NUMBERS = 64
"""Numbers worked out without a layer's inputs that count as much as such a tensor."""


@dataclass
class _Purse:
    left: int
    tensors: int
    where: str

    def spend(self, count: int, tensors: int) -> None:
        self.left -= count
        self.tensors -= tensors
        if self.left < 0 or self.tensors < 0:
            raise SavingError(
                "the file asks for more work than one of its size may",
                where=self.where,
                expected="models that are called a few times, not models in models by the thousand"
                if self.left < 0 else "layers of a few tensors each, not of tensors by the million",
                todo="do not use this file unless you know where it comes from",
            )  # fmt: skip


_purse: ContextVar[_Purse | None] = ContextVar("purse", default=None)


@contextmanager
def limited(size: int, where: str) -> Generator[None]:
    """Bounds what is made of a file inside the block.

    Args:
        size: how many bytes it has on disk.
        where: its name, for the error.

    Raises:
        SavingError: it asks for more, or is nested too deeply.
    """
    token = _purse.set(_Purse(FREE + size // SHARE, TENSORS + size // BYTES, where))
    try:
        yield
    except RecursionError:
        raise SavingError("what is in the file is nested too deeply", where=where) from None
    except MemoryError:
        raise SavingError(
            "the file asks for more memory than there is",
            where=where,
            todo="do not use this file unless you know where it comes from",
        ) from None
    finally:
        _purse.reset(token)


@contextmanager
def limited_by(config: object) -> Generator[None]:
    """Bounds what is made of a configuration inside the block, where no file's bound holds."""
    if _purse.get() is not None:
        yield
        return
    with limited(VALUE * _values(config), "the configuration"):
        yield


def _values(config: object) -> int:
    """Returns how many values there are in a configuration, each list and dict counted once."""
    found, left, seen = 0, [config], set[int]()
    while left:
        item = left.pop()
        found += 1
        if id(item) in seen:
            continue
        seen.add(id(item))
        if is_dict(item):
            left.extend(item.values())
        elif is_list(item):
            left.extend(item)
    return found


def spend(count: int) -> None:
    """Counts objects that are about to be made, or layers that are called.

    Raises:
        SavingError: they are more than the file pays for.
    """
    purse = _purse.get()
    if purse is not None:
        purse.spend(count, 0)


def spend_tensor() -> None:
    """Counts a tensor that a layer of a file gives, without numbers.

    Raises:
        SavingError: they are more than the file pays for.
    """
    purse = _purse.get()
    if purse is not None:
        purse.spend(0, 1)


def spend_numbers(count: int) -> None:
    """Counts numbers that an op is about to work out by itself, such as those of a window.

    Raises:
        SavingError: they are more than the file pays for.
    """
    purse = _purse.get()
    if purse is not None:
        purse.spend(0, count // NUMBERS)
