"""The gamma distribution."""

from typing import ClassVar

from tahr import ops
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.distribution import Distribution, Shape, parameters, positive
from tahr.distributions.gamma_draws import standard_gamma
from tahr.ops.random.seeds import Seed


class Gamma(Distribution):
    """The gamma distribution.

    Args:
        concentration: the shape parameter, above 0.
        rate: the inverse of the scale, above 0.

    Raises:
        ArgumentError: one is a number that is not above 0.

    Example:
        >>> float(Gamma(3.0, 2.0).mean()), round(float(Gamma(1.0, 1.0).prob(0.0)), 4)
        (1.5, 1.0)
    """

    parts: ClassVar[tuple[str, ...]] = ("concentration", "rate")
    concentration: Tensor
    rate: Tensor

    def __init__(self, concentration: TensorLike, rate: TensorLike = 1.0) -> None:
        positive("concentration", concentration, "Gamma")
        positive("rate", rate, "Gamma")
        self.concentration, self.rate = parameters(concentration, rate)

    @property
    def reparameterized(self) -> bool:
        return True

    def draw(self, shape: Shape, seed: Seed) -> Tensor:
        return ops.true_divide(standard_gamma(shape, self.concentration, seed), self.rate)

    def log_prob(self, value: TensorLike) -> Tensor:
        power = ops.subtract(self.concentration, 1.0)
        logs = ops.where(ops.equal(power, 0.0), 0.0, ops.multiply(power, ops.log(value)))
        whole = ops.subtract(
            ops.multiply(self.concentration, ops.log(self.rate)), ops.lgamma(self.concentration)
        )
        return ops.add(ops.subtract(logs, ops.multiply(self.rate, value)), whole)

    def mean(self) -> Tensor:
        return ops.true_divide(self.concentration, self.rate)

    def variance(self) -> Tensor:
        return ops.true_divide(self.concentration, ops.square(self.rate))

    def entropy(self) -> Tensor:
        a = self.concentration
        curved = ops.multiply(ops.subtract(1.0, a), ops.digamma(a))
        return ops.add(ops.subtract(a, ops.log(self.rate)), ops.add(ops.lgamma(a), curved))

    def divergence(self, other: Distribution) -> Tensor | None:
        """Returns the divergence from another gamma distribution.

        Source: Penny 2001, "KL-divergences of normal, gamma, Dirichlet and Wishart densities".
        """
        if not isinstance(other, Gamma):
            return None
        a, b, c, d = self.concentration, self.rate, other.concentration, other.rate
        shapes = ops.add(
            ops.multiply(ops.subtract(a, c), ops.digamma(a)),
            ops.subtract(ops.lgamma(c), ops.lgamma(a)),
        )
        rates = ops.multiply(c, ops.subtract(ops.log(b), ops.log(d)))
        scaled = ops.multiply(a, ops.true_divide(ops.subtract(d, b), b))
        return ops.add(ops.add(shapes, rates), scaled)
