"""The categorical distribution."""

from typing import ClassVar

from tahr import ops
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.choices import logits_of
from tahr.distributions.distribution import Distribution, Shape
from tahr.ops import random
from tahr.ops.random.seeds import Seed


class Categorical(Distribution):
    """The distribution of a class, an integer from 0 on.

    Args:
        logits: unnormalized logarithms of the probabilities, classes along the last axis; or
        probs: the probabilities.

    Raises:
        ArgumentError: both are given or none, or a probability is not from 0 to 1.

    Example:
        >>> float(Categorical(probs=[0.25, 0.75]).prob(1))
        0.75
    """

    parts: ClassVar[tuple[str, ...]] = ("logits",)

    def __init__(self, logits: TensorLike | None = None, probs: TensorLike | None = None) -> None:
        self.logits: Tensor = logits_of(logits, probs, "Categorical", ops.log)

    @property
    def batch_shape(self) -> Shape:
        """The shape of the logits without the axis of classes."""
        return tuple(self.logits.shape[:-1])

    @property
    def log_probs(self) -> Tensor:
        """The logarithms of the probabilities, classes along the last axis."""
        return ops.log_softmax(self.logits)

    @property
    def probs(self) -> Tensor:
        """The probabilities, classes along the last axis."""
        return ops.softmax(self.logits)

    def draw(self, shape: Shape, seed: Seed) -> Tensor:
        # Gumbel's trick: the class whose logit plus noise is the largest.
        classes = self.logits.shape[-1]
        chance = random.uniform((*shape, classes), 1e-20, 1.0, dtype="float32", seed=seed)
        noise = ops.negative(ops.log(ops.negative(ops.log(chance))))
        return ops.cast(ops.argmax(ops.add(self.logits, noise), axis=-1), "int32")

    def log_prob(self, value: TensorLike) -> Tensor:
        index = ops.cast(value, "int32")
        chosen = ops.one_hot(index, self.logits.shape[-1], dtype="bool")
        return ops.sum(ops.where(chosen, self.log_probs, 0.0), axis=-1)

    def mean(self) -> Tensor:
        numbers = ops.arange(self.logits.shape[-1], dtype=self.dtype)
        return ops.sum(ops.multiply(self.probs, numbers), axis=-1)

    def variance(self) -> Tensor:
        numbers = ops.arange(self.logits.shape[-1], dtype=self.dtype)
        apart = ops.square(ops.subtract(numbers, ops.expand_dims(self.mean(), -1)))
        return ops.sum(ops.multiply(self.probs, apart), axis=-1)

    def entropy(self) -> Tensor:
        return ops.negative(self._expected(self.log_probs))

    def divergence(self, other: Distribution) -> Tensor | None:
        if not isinstance(other, Categorical):
            return None
        return ops.subtract(self._expected(self.log_probs), self._expected(other.log_probs))

    def _expected(self, logs: Tensor) -> Tensor:
        terms = ops.where(ops.equal(self.probs, 0.0), 0.0, ops.multiply(self.probs, logs))
        return ops.sum(terms, axis=-1)
