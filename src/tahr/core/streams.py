"""Which streams of random numbers a program has seeded: Python's, NumPy's, its framework's.

Whether a stream was seeded is told by its state: drawing moves a Mersenne Twister along one path
(Matsumoto & Nishimura 1998), and seeding puts it somewhere else.
"""

import random
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

LARGEST = 2**31 - 1
FARTHEST = 4_000
"""How many blocks of 624 numbers a program is taken to have drawn at most between two looks."""

State = tuple[Any, int]
"""The 624 words of a state, and how many of them are used up."""


@contextmanager
def drawing_nothing() -> Generator[None]:
    """Leaves the random states of Python and NumPy alone: importing JAX or TensorFlow draws."""
    numpys = sys.modules.get("numpy.random")
    states = random.getstate(), numpys and numpys.get_state()
    try:
        yield
    finally:
        random.setstate(states[0])
        if numpys is not None:
            numpys.set_state(states[1])


class Stream:
    """A stream of random numbers that the program may seed.

    Args:
        state: reads its state; None while it is not there yet.
        draw: draws a whole number from 1 to `LARGEST`.
        seeded: whether the program has seeded it already; None to tell it by the state.
    """

    def __init__(
        self,
        state: Callable[[], State | None],
        draw: Callable[[], int],
        seeded: bool | None = None,
    ) -> None:
        self._state = state
        self.draw = draw
        self._known = state()
        now = self._known is not None and _is_of_seed(self._known[0])
        self._pending = now if seeded is None else seeded
        self.seeded: bool = False

    def was_seeded(self) -> bool:
        """Returns whether the program has seeded it since the last look."""
        now, before, pending = self._state(), self._known, self._pending
        self._known, self._pending = now, False
        found = pending or (now is not None and _is_elsewhere(before, now))
        self.seeded = self.seeded or found
        return found

    def look_away(self, pending: bool = False) -> None:
        """Takes its state as it is for what it was moved to by others than the program.

        Args:
            pending: whether to take it for seeded.
        """
        self._known, self._pending = self._state(), pending


def _is_elsewhere(before: State | None, now: State) -> bool:
    """Returns whether a state is not on the way from another: seeded, that is."""
    import numpy as np

    words = np.asarray(now[0], "uint32")
    if before is None:
        return _is_of_seed(words) or now[1] < len(words) - 1  # NumPy begins with one word left
    start = np.asarray(before[0], "uint32")
    if np.array_equal(start, words):
        return now[1] < before[1]
    walker = np.random.RandomState(0)
    at_start: Any = ("MT19937", start, len(start))
    walker.set_state(at_start)
    for _ in range(FARTHEST):
        walker.bytes(4 * len(start))
        reached: Any = walker.get_state()
        block = reached[1]
        if block[1] == words[1] and np.array_equal(block, words):
            return False
    return True


def _is_of_seed(words: Any) -> bool:
    """Returns whether a state is what NumPy makes of one whole number, before the first draw."""
    word = int(words[0])
    for place in range(1, 8):
        word = (1812433253 * (word ^ (word >> 30)) + place) & 0xFFFFFFFF
        if word != int(words[place]):
            return False
    return True


def words_of(source: random.Random | Any) -> State:
    """Reads the state of one of Python's generators, or of the module `random`."""
    *words, used = source.getstate()[1]
    return words, used


def _numpys() -> State | None:
    module: Any = sys.modules.get("numpy.random")
    state = module.get_state() if hasattr(module, "get_state") else None
    return None if state is None or state[0] != "MT19937" else (state[1], state[2])


def _numpy_number() -> int:
    import numpy as np

    return int(np.random.randint(1, LARGEST))


PYTHON = Stream(lambda: words_of(random), lambda: random.randrange(1, LARGEST))
NUMPY = Stream(_numpys, _numpy_number)
