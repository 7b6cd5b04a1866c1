"""The beta distribution."""

from typing import ClassVar

from tahr import ops
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.distribution import Distribution, Shape, parameters, positive
from tahr.distributions.gamma_draws import standard_gamma
from tahr.ops.random.seeds import Seed, split_seed


class Beta(Distribution):
    """The beta distribution, of numbers between zero and one.

    Args:
        concentration1: above 0; the larger, the nearer to one.
        concentration0: above 0; the larger, the nearer to zero.

    Raises:
        ArgumentError: one is a number that is not above 0.

    Example:
        >>> float(Beta(1.0, 3.0).mean()), round(float(Beta(1.0, 1.0).prob(0.3)), 4)
        (0.25, 1.0)
    """

    parts: ClassVar[tuple[str, ...]] = ("concentration1", "concentration0")
    concentration1: Tensor
    concentration0: Tensor

    def __init__(self, concentration1: TensorLike, concentration0: TensorLike) -> None:
        positive("concentration1", concentration1, "Beta")
        positive("concentration0", concentration0, "Beta")
        self.concentration1, self.concentration0 = parameters(concentration1, concentration0)

    @property
    def reparameterized(self) -> bool:
        return True

    def draw(self, shape: Shape, seed: Seed) -> Tensor:
        one, zero = split_seed(seed)
        above = standard_gamma(shape, self.concentration1, one)
        return ops.true_divide(
            above, ops.add(above, standard_gamma(shape, self.concentration0, zero))
        )

    def log_prob(self, value: TensorLike) -> Tensor:
        above = ops.multiply(ops.subtract(self.concentration1, 1.0), ops.log(value))
        below = ops.multiply(ops.subtract(self.concentration0, 1.0), ops.log1p(ops.negative(value)))
        return ops.subtract(ops.add(above, below), self._log_beta())

    def mean(self) -> Tensor:
        return ops.true_divide(self.concentration1, self._total())

    def variance(self) -> Tensor:
        share = self.mean()
        spread = ops.multiply(share, ops.subtract(1.0, share))
        return ops.true_divide(spread, ops.add(self._total(), 1.0))

    def entropy(self) -> Tensor:
        a, b, total = self.concentration1, self.concentration0, self._total()
        found = ops.multiply(ops.subtract(total, 2.0), ops.digamma(total))
        for each in (a, b):
            found = ops.subtract(found, ops.multiply(ops.subtract(each, 1.0), ops.digamma(each)))
        return ops.add(self._log_beta(), found)

    def divergence(self, other: Distribution) -> Tensor | None:
        if not isinstance(other, Beta):
            return None
        found = ops.subtract(other._log_beta(), self._log_beta())
        pairs = (
            (self.concentration1, other.concentration1),
            (self.concentration0, other.concentration0),
            (other._total(), self._total()),
        )
        at = (self.concentration1, self.concentration0, self._total())
        for (mine, theirs), place in zip(pairs, at, strict=True):
            found = ops.add(found, ops.multiply(ops.subtract(mine, theirs), ops.digamma(place)))
        return found

    def _total(self) -> Tensor:
        return ops.add(self.concentration1, self.concentration0)

    def _log_beta(self) -> Tensor:
        parts = ops.add(ops.lgamma(self.concentration1), ops.lgamma(self.concentration0))
        return ops.subtract(parts, ops.lgamma(self._total()))
