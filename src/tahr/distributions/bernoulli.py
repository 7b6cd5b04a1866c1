"""The Bernoulli distribution."""

from typing import ClassVar

from tahr import ops
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.choices import logits_of
from tahr.distributions.distribution import Distribution, Shape
from tahr.ops import random
from tahr.ops.random.seeds import Seed


class Bernoulli(Distribution):
    """The distribution of zero and one.

    Args:
        logits: the logarithm of the odds of one; or
        probs: the probability of one, 0 to 1.

    Raises:
        ArgumentError: both are given or none, or a probability is not from 0 to 1.

    Example:
        >>> float(Bernoulli(probs=0.25).prob(1.0))
        0.25
    """

    parts: ClassVar[tuple[str, ...]] = ("logits",)

    def __init__(self, logits: TensorLike | None = None, probs: TensorLike | None = None) -> None:
        self.logits: Tensor = logits_of(logits, probs, "Bernoulli", _odds)

    @property
    def probs(self) -> Tensor:
        """The probability of one."""
        return ops.sigmoid(self.logits)

    def draw(self, shape: Shape, seed: Seed) -> Tensor:
        chance = random.uniform(shape, dtype=self.dtype, seed=seed)
        return ops.cast(ops.less(chance, self.probs), self.dtype)

    def log_prob(self, value: TensorLike) -> Tensor:
        one = ops.multiply(value, ops.log_sigmoid(self.logits))
        zero = ops.multiply(ops.subtract(1.0, value), ops.log_sigmoid(ops.negative(self.logits)))
        # Zero times an infinite logarithm counts as zero.
        one = ops.where(ops.equal(value, 0.0), 0.0, one)
        return ops.add(one, ops.where(ops.equal(value, 1.0), 0.0, zero))

    def mean(self) -> Tensor:
        return self.probs

    def variance(self) -> Tensor:
        return ops.multiply(self.probs, ops.sigmoid(ops.negative(self.logits)))

    def entropy(self) -> Tensor:
        return ops.negative(self._expected(self.logits))

    def divergence(self, other: Distribution) -> Tensor | None:
        if not isinstance(other, Bernoulli):
            return None
        return ops.subtract(self._expected(self.logits), self._expected(other.logits))

    def _expected(self, logits: Tensor) -> Tensor:
        """Returns the mean of the log probabilities that logits say."""
        both = (
            (self.probs, logits),
            (ops.sigmoid(ops.negative(self.logits)), ops.negative(logits)),
        )
        terms = [
            ops.where(ops.equal(weight, 0.0), 0.0, ops.multiply(weight, ops.log_sigmoid(one)))
            for weight, one in both
        ]
        return ops.add(*terms)


def _odds(probs: Tensor) -> Tensor:
    return ops.subtract(ops.log(probs), ops.log1p(ops.negative(probs)))
