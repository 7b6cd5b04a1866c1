"""Student's t distribution."""

import math
from typing import ClassVar

from tahr import ops
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.distribution import Distribution, Shape, parameters, positive
from tahr.distributions.gamma_draws import standard_gamma
from tahr.ops import random
from tahr.ops.random.seeds import Seed, split_seed


class StudentT(Distribution):
    """Student's t distribution: like the normal one, with heavier tails.

    Args:
        df: the degrees of freedom, above 0.
        loc: the centre.
        scale: above 0.

    Raises:
        ArgumentError: df or a scale is a number that is not above 0.

    Example:
        >>> round(float(StudentT(3.0, 0.0, 1.0).prob(0.0)), 4)
        0.3676
    """

    parts: ClassVar[tuple[str, ...]] = ("df", "loc", "scale")
    df: Tensor
    loc: Tensor
    scale: Tensor

    def __init__(self, df: TensorLike, loc: TensorLike = 0.0, scale: TensorLike = 1.0) -> None:
        positive("df", df, "StudentT")
        positive("scale", scale, "StudentT")
        self.df, self.loc, self.scale = parameters(df, loc, scale)

    @property
    def reparameterized(self) -> bool:
        return True

    def draw(self, shape: Shape, seed: Seed) -> Tensor:
        one, other = split_seed(seed)
        half = ops.multiply(self.df, 0.5)
        drawn = standard_gamma(shape, half, other)
        heavier = ops.multiply(
            random.normal(shape, dtype=self.dtype, seed=one), ops.sqrt(ops.true_divide(half, drawn))
        )
        return ops.add(self.loc, ops.multiply(self.scale, heavier))

    def log_prob(self, value: TensorLike) -> Tensor:
        standard = ops.true_divide(ops.subtract(value, self.loc), self.scale)
        growth = ops.log1p(ops.true_divide(ops.square(standard), self.df))
        tails = ops.multiply(ops.multiply(ops.add(self.df, 1.0), 0.5), growth)
        return ops.subtract(ops.negative(tails), ops.add(ops.log(self.scale), self._norm()))

    def mean(self) -> Tensor:
        """Returns the centre; NaN where there are no more than 1 degree of freedom."""
        centre = ops.where(ops.greater(self.df, 1.0), self.loc, math.nan)
        return ops.broadcast_to(centre, self.batch_shape)

    def variance(self) -> Tensor:
        """Returns the variance: infinite to 2 degrees of freedom, NaN to 1."""
        finite = ops.greater(self.df, 2.0)
        safe = ops.where(finite, self.df, 3.0)
        ratio = ops.true_divide(safe, ops.subtract(safe, 2.0))
        rest = ops.where(ops.greater(self.df, 1.0), math.inf, math.nan)
        return ops.where(finite, ops.multiply(ops.square(self.scale), ratio), rest)

    def entropy(self) -> Tensor:
        half, more = ops.multiply(self.df, 0.5), ops.multiply(ops.add(self.df, 1.0), 0.5)
        curved = ops.multiply(more, ops.subtract(ops.digamma(more), ops.digamma(half)))
        return ops.add(ops.add(ops.log(self.scale), self._norm()), curved)

    def _norm(self) -> Tensor:
        """Returns the logarithm of what densities of scale one are divided by."""
        half, more = ops.multiply(self.df, 0.5), ops.multiply(ops.add(self.df, 1.0), 0.5)
        gammas = ops.subtract(ops.lgamma(half), ops.lgamma(more))
        return ops.add(gammas, ops.multiply(ops.log(ops.multiply(self.df, math.pi)), 0.5))
