"""Quantiles of a stream of numbers, in memory that does not grow with it."""

import numpy as np


class Sketch:
    """A summary of the numbers met: some of them, with how many each stands for.

    Args:
        epsilon: the share of all numbers that one of them may stand for.

    Source: as Keras's `Discretization` does it; M. Greenwald and S. Khanna, "Space-Efficient Online
    Computation of Quantile Summaries", 2001, of which it is a simpler relative.
    """

    def __init__(self, epsilon: float) -> None:
        self._epsilon = epsilon
        self._values = np.zeros(0, "float32")
        self._weights = np.zeros(0, "float32")
        self.count: int = 0

    def add(self, numbers: np.ndarray) -> None:
        """Takes numbers into account."""
        if not numbers.size:
            return
        self.count += numbers.size
        ordered = np.sort(numbers.astype("float32"))
        apart = max(ordered.size * self._epsilon, 1.0)
        chosen = ordered[int(apart - 1) :: int(apart)]
        values = np.concatenate([self._values, chosen])
        weights = np.concatenate([self._weights, np.full(chosen.size, apart, "float32")])
        order = np.argsort(values, kind="stable")
        self._values, self._weights = self._compressed(values[order], weights[order], self._epsilon)

    @staticmethod
    def _compressed(
        values: np.ndarray, weights: np.ndarray, share: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Returns as many numbers as there are shares in the whole, each standing for one."""
        if values.size * share < 1:
            return values, weights
        shares = share + np.arange(0.0, 1.0, share)
        reached = np.cumsum(weights)
        among = np.interp(shares, reached / reached[-1], reached)
        found = np.interp(shares, reached / reached[-1], values)
        return found.astype("float32"), np.diff(among, prepend=0.0).astype("float32")

    def boundaries(self, bins: int) -> list[float]:
        """Returns what lies between so many bins of equal numbers."""
        values, _ = self._compressed(self._values, self._weights, 1.0 / bins)
        return values[:-1].astype("float32").tolist()
