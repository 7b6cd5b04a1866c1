"""Keys of random numbers drawn beforehand, for what is chosen only later."""

from tahr.core.current import engine
from tahr.core.typing import Tensor
from tahr.ops.random.seeds import Seed, SeedGenerator, key_of


class Keys(SeedGenerator):
    """Gives keys that were drawn beforehand, one after the other.

    Unlike a generator of its own it keeps nothing, so it may be used in a branch that is taken or
    not; the same keys give the same numbers.

    Args:
        keys: uint32 `(count, 2)`.
    """

    def __init__(self, keys: Tensor) -> None:
        self._keys = keys
        self._given = 0

    def next(self, ordered: bool = True) -> Tensor:
        self._given += 1
        return engine().get_item(self._keys, (self._given - 1,))


def drawn_keys(count: int, seed: Seed) -> Tensor:
    """Draws keys, uint32 `(count, 2)`."""
    return engine().random_bits(key_of(seed), (count, 2))
