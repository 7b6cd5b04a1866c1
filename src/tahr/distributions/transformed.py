"""Distributions of functions of what others draw."""

from typing import ClassVar

from tahr import ops
from tahr.core import trees
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.bijections import Bijection, Exp
from tahr.distributions.distribution import Distribution, Shape
from tahr.distributions.normal import Normal
from tahr.ops.random.seeds import Seed


class Transformed(Distribution):
    """The distribution of a function of a draw from another one.

    Args:
        base: the other distribution.
        bijection: the function, of each element.

    Example:
        >>> from tahr.distributions import Normal, Tanh
        >>> squashed = Transformed(Normal(0.0, 1.0), Tanh())
        >>> round(float(squashed.log_prob(0.0)), 4)
        -0.9189

    Source: the change of variables, Papamakarios et al. 2021, "Normalizing flows for
    probabilistic modeling and inference", equation 5.
    """

    parts: ClassVar[tuple[str, ...]] = ("base", "bijection")

    def __init__(self, base: Distribution, bijection: Bijection) -> None:
        self.base: Distribution = base
        self.bijection: Bijection = bijection

    @property
    def batch_shape(self) -> Shape:
        """The batch of the base."""
        return self.base.batch_shape

    @property
    def event_shape(self) -> Shape:
        """The events of the base."""
        return self.base.event_shape

    @property
    def reparameterized(self) -> bool:
        return self.base.reparameterized

    def draw(self, shape: Shape, seed: Seed) -> Tensor:
        return self.bijection.forward(self.base.draw(shape, seed))

    def log_prob(self, value: TensorLike) -> Tensor:
        x = self.bijection.inverse(value)
        slopes = self.bijection.log_slope(x)
        if self.event_shape:
            slopes = ops.sum(slopes, axis=tuple(range(-len(self.event_shape), 0)))
        return ops.subtract(self.base.log_prob(x), slopes)

    def divergence(self, other: Distribution) -> Tensor | None:
        """Returns that of the bases, where both go through one function without parameters."""
        if not isinstance(other, Transformed) or type(self.bijection) is not type(other.bijection):
            return None
        if trees.leaves(self.bijection):
            return None
        return self.base.divergence(other.base)


class LogNormal(Transformed):
    """The distribution of the exponential of a normal number.

    Args:
        loc: the mean of the logarithm.
        scale: the standard deviation of the logarithm, above 0.

    Example:
        >>> round(float(LogNormal(0.0, 1.0).mean()), 4)
        1.6487
    """

    def __init__(self, loc: TensorLike, scale: TensorLike) -> None:
        super().__init__(Normal(loc, scale), Exp())

    def mean(self) -> Tensor:
        return ops.exp(ops.add(self.base.mean(), ops.multiply(self.base.variance(), 0.5)))

    def variance(self) -> Tensor:
        return ops.multiply(ops.square(self.mean()), ops.expm1(self.base.variance()))

    def entropy(self) -> Tensor:
        return ops.add(self.base.entropy(), self.base.mean())
