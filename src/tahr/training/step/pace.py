"""Pace: how many steps to run in one call, so that a call takes about as long as wanted.

The length of a call changes nothing in the numbers, so it may follow the clock.
"""

import time
from collections.abc import Callable
from typing import Any

from tahr.engines.base import Engine

WANTED = 0.25
"""Seconds a call is to take: how long a progress bar, or a Ctrl-C, may have to wait."""
GROWTH = 4
ENDLESS = 2**31
"""Steps where nothing else is due."""
AHEAD = 1
"""Calls that may wait on the device while one is running there."""


class Pace:
    """Finds the number of steps for the next call, and keeps calls from piling up.

    Args:
        engine: runs the steps.
        most: steps a call has room for.
        until: gives how many steps there may be at most before something else is due.
    """

    def __init__(self, engine: Engine[Any], most: int, until: Callable[[], int]) -> None:
        self._engine = engine
        self._most = most
        self._until = until
        self._count = 1
        self._running: list[tuple[int, Any]] = []
        self._ended: float | None = None

    def count(self) -> int:
        """Returns the number of steps for the next call."""
        return max(1, min(self._count, self._most, self._until()))

    def began(self, count: int, outputs: Any) -> None:
        """Is told of a call on its way; waits for those before it, the device staying busy."""
        self._running.append((count, outputs))
        while len(self._running) > AHEAD + 1:
            done, tensors = self._running.pop(0)
            self._engine.wait(tensors)
            now = time.perf_counter()
            if self._ended is not None:
                self._adapt((now - self._ended) / done)
            self._ended = now

    def _adapt(self, seconds: float) -> None:
        fitting = int(WANTED / max(seconds, 1e-6))
        self._count = max(1, min(fitting, self._count * GROWTH))
