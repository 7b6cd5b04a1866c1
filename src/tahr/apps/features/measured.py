"""What outputs that are numbers share: the scale in which they are learned."""

from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from tahr.apps.features.feature import Array, Feature
from tahr.apps.features.options import OrAuto


class Measured(Feature):
    """An output of numbers, learned about 0 with a deviation of 1."""

    transform: Annotated[
        OrAuto[Literal["none", "log"]],
        Field(description="As an output: whether its logarithm is learned."),
    ] = "auto"

    def scale(self, targets: Array) -> tuple[float, float]:
        """Returns mean and deviation of what is learned, by which it is scaled."""
        known = self._learned(targets)
        return float(known.mean()), float(known.std()) or 1.0

    def scaled(self, targets: Array, scale: tuple[float, float]) -> NDArray[np.float32]:
        """Returns targets as they are learned: `(rows, values)`."""
        mean, deviation = scale
        learned = ((self._learned(targets) - mean) / deviation).astype(np.float32)
        return learned[:, None] if learned.ndim == 1 else learned

    def _learned(self, targets: Array) -> NDArray[np.float64]:
        numbers = np.asarray(targets, np.float64)
        return np.log(numbers) if self.transform == "log" else numbers
