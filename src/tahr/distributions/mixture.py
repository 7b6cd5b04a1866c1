"""Mixtures of distributions of one kind."""

from typing import ClassVar

from tahr import ops
from tahr.core.errors import ArgumentError
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.categorical import Categorical
from tahr.distributions.distribution import Distribution, Shape
from tahr.ops.random.seeds import Seed, split_seed


class Mixture(Distribution):
    """Draws from one of several components, chosen at random.

    Args:
        weights: how likely each component is.
        components: a distribution whose last axis of the batch is that of the components.

    Raises:
        ArgumentError: there is not one weight for each component.

    Example:
        >>> from tahr.distributions import Categorical, Normal
        >>> both = Mixture(Categorical(probs=[0.5, 0.5]), Normal([-1.0, 1.0], 0.1))
        >>> float(both.mean())
        0.0
    """

    parts: ClassVar[tuple[str, ...]] = ("weights", "components")

    def __init__(self, weights: Categorical, components: Distribution) -> None:
        wanted, batch = weights.logits.shape[-1], components.batch_shape
        if not batch or batch[-1] != wanted:
            raise ArgumentError(
                "a mixture has one weight for each component",
                where="Mixture",
                expected=f"components with a batch of (..., {wanted})",
                got=batch,
            )
        self.weights: Categorical = weights
        self.components: Distribution = components

    @property
    def batch_shape(self) -> Shape:
        """The batch of the components without its last axis."""
        return self.components.batch_shape[:-1]

    @property
    def event_shape(self) -> Shape:
        """The events of the components."""
        return self.components.event_shape

    def draw(self, shape: Shape, seed: Seed) -> Tensor:
        one, other = split_seed(seed)
        count = self.components.batch_shape[-1]
        chosen = ops.one_hot(self.weights.draw(shape, one), count, dtype="bool")
        drawn = self.components.draw((*shape, count), other)
        return ops.sum(ops.where(self._before_events(chosen), drawn, 0.0), axis=self._axis())

    def log_prob(self, value: TensorLike) -> Tensor:
        each = self.components.log_prob(ops.expand_dims(value, self._axis()))
        return ops.logsumexp(ops.add(self.weights.log_probs, each), axis=-1)

    def mean(self) -> Tensor:
        return self._averaged(self.components.mean())

    def variance(self) -> Tensor:
        """Returns the variance within the components, and that of their means."""
        apart = ops.subtract(self.components.mean(), ops.expand_dims(self.mean(), self._axis()))
        return self._averaged(ops.add(self.components.variance(), ops.square(apart)))

    def _averaged(self, values: Tensor) -> Tensor:
        weights = self._before_events(self.weights.probs)
        return ops.sum(ops.multiply(weights, values), axis=self._axis())

    def _axis(self) -> int:
        return -1 - len(self.event_shape)

    def _before_events(self, x: Tensor) -> Tensor:
        return (
            ops.expand_dims(x, tuple(range(-len(self.event_shape), 0))) if self.event_shape else x
        )
