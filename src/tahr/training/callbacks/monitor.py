"""Watching one figure: whether it is the best so far."""

import logging
import math
from typing import Any

from tahr.core.errors import ArgumentError, told
from tahr.training.callbacks.callback import Figures
from tahr.training.callbacks.state import Part

LOGGER = logging.getLogger("tahr")
RISING = ("acc", "auc", "precision", "recall", "f1_score", "fbeta_score", "r2_score", "iou")


class Monitor(Part):
    """Compares a figure with the best there has been.

    Args:
        name: the figure's name in the logs.
        mode: "min", "max", or "auto" to tell by the name.
        min_delta: how much better it must be to count.
        best: what it must beat at first.

    Raises:
        ArgumentError: the mode is another.
    """

    _settings = frozenset({"name", "sign", "min_delta", "_start"})

    def __init__(
        self, name: str, mode: str = "auto", min_delta: float = 0.0, best: float | None = None
    ) -> None:
        if mode not in ("auto", "min", "max"):
            raise ArgumentError("mode cannot be this", expected="auto, min, max", got=told(mode))
        self.name = name
        rising = mode == "max" or (mode == "auto" and any(word in name for word in RISING))
        self.sign: float = 1.0 if rising else -1.0
        self.min_delta: float = abs(min_delta)
        self._start = best
        self.reset()

    def reset(self) -> None:
        """Forgets the best."""
        self.best: float = -self.sign * math.inf if self._start is None else self._start

    def read(self, logs: Figures, owner: str) -> float | None:
        """Returns the figure; warns where there is none of that name."""
        value: Any = None if logs is None else logs.get(self.name)
        if value is None:
            known = ", ".join(logs or ())
            LOGGER.warning("%s watches %r, but there is only %s", owner, self.name, known)
        return value

    def improves(self, value: float) -> bool:
        """Returns whether a value is better than the best."""
        return self.beats(value, self.best)

    def beats(self, value: float, other: float) -> bool:
        """Returns whether a value is so much better than another that it counts."""
        return self.sign * value - self.min_delta > self.sign * other
