"""The normal distribution."""

import math
from typing import ClassVar

from tahr import ops
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.distribution import Distribution, Shape, parameters, positive
from tahr.ops import random
from tahr.ops.random.seeds import Seed


class Normal(Distribution):
    """The normal distribution.

    Args:
        loc: the mean.
        scale: the standard deviation, above 0.

    Raises:
        ArgumentError: a scale is a number that is not above 0.

    Example:
        >>> round(float(Normal(0.0, 1.0).log_prob(0.0)), 4)
        -0.9189
    """

    parts: ClassVar[tuple[str, ...]] = ("loc", "scale")
    loc: Tensor
    scale: Tensor

    def __init__(self, loc: TensorLike, scale: TensorLike) -> None:
        positive("scale", scale, "Normal")
        self.loc, self.scale = parameters(loc, scale)

    @property
    def reparameterized(self) -> bool:
        return True

    def draw(self, shape: Shape, seed: Seed) -> Tensor:
        noise = random.normal(shape, dtype=self.dtype, seed=seed)
        return ops.add(self.loc, ops.multiply(self.scale, noise))

    def standardized(self, value: TensorLike) -> Tensor:
        """Returns how many standard deviations values are above the mean."""
        return ops.true_divide(ops.subtract(value, self.loc), self.scale)

    def log_prob(self, value: TensorLike) -> Tensor:
        squares = ops.multiply(ops.square(self.standardized(value)), -0.5)
        return ops.subtract(squares, ops.add(ops.log(self.scale), 0.5 * math.log(2 * math.pi)))

    def cdf(self, value: TensorLike) -> Tensor:
        """Returns how likely a draw is at most the value."""
        turned = ops.multiply(self.standardized(value), -math.sqrt(0.5))
        return ops.multiply(ops.erfc(turned), 0.5)

    def quantile(self, probability: TensorLike) -> Tensor:
        """Returns the value that a draw is at most with a probability."""
        centred = ops.subtract(ops.multiply(probability, 2.0), 1.0)
        steps = ops.multiply(ops.erfinv(centred), math.sqrt(2.0))
        return ops.add(self.loc, ops.multiply(self.scale, steps))

    def mean(self) -> Tensor:
        return ops.broadcast_to(self.loc, self.batch_shape)

    def variance(self) -> Tensor:
        return ops.broadcast_to(ops.square(self.scale), self.batch_shape)

    def entropy(self) -> Tensor:
        found = ops.add(ops.log(self.scale), 0.5 * math.log(2 * math.pi * math.e))
        return ops.broadcast_to(found, self.batch_shape)

    def divergence(self, other: Distribution) -> Tensor | None:
        if not isinstance(other, Normal):
            return None
        ratio = ops.square(ops.true_divide(self.scale, other.scale))
        apart = ops.square(other.standardized(self.loc))
        return ops.multiply(
            ops.subtract(ops.subtract(ops.add(ratio, apart), 1.0), ops.log(ratio)), 0.5
        )
