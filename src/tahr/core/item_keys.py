"""Random keys while an item of data is prepared: by which item it is, whoever prepares it.

Threads prepare items at the same time with the generators of the program, processes with copies of
them. If keys came by counting, which item got which would be a matter of time in threads, and each
process would count from the same number.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_item: ContextVar["Item | None"] = ContextVar("item", default=None)


class Item:
    """An item of data under preparation.

    Args:
        place: three numbers that tell it from all others.
    """

    def __init__(self, place: tuple[int, int, int]) -> None:
        self._place = place
        self._draws: dict[object, int] = {}
        self._own: set[object] = set()

    def adopt(self, generator: object) -> None:
        """Takes a generator for one that was made for this item, and goes on by counting."""
        self._own.add(generator)

    def keys(self, generator: object) -> bool:
        """Returns whether the keys of a generator follow from the item."""
        return generator not in self._own

    def key(self, generator: object, seed: int) -> "np.ndarray":
        """Returns the next key of a generator for this item, two integers.

        Args:
            generator: which, by identity.
            seed: its seed.
        """
        import numpy as np

        number = self._draws.get(generator, 0)
        self._draws[generator] = number + 1
        return np.random.SeedSequence([seed, *self._place, number]).generate_state(2)


def under_way() -> Item | None:
    """Returns the item under preparation here; None where there is none."""
    return _item.get()


@contextmanager
def preparing(index: int, number: int, step: int = 0) -> Generator[None]:
    """Has keys follow from an item inside the block.

    Args:
        index: of the item.
        number: of the pass.
        step: tells items of one data set that are kept on the way from those it gives.
    """
    token = _item.set(Item((step, number, index)))
    try:
        yield
    finally:
        _item.reset(token)


@contextmanager
def beside() -> Generator[None]:
    """Has keys follow from no item inside the block."""
    token = _item.set(None)
    try:
        yield
    finally:
        _item.reset(token)
