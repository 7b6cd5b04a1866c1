"""Axes of a batch as axes of events."""

from typing import ClassVar

from tahr import ops
from tahr.core.errors import ArgumentError
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.distribution import Distribution, Shape
from tahr.ops.random.seeds import Seed


class Independent(Distribution):
    """A distribution of vectors, matrices, ... whose elements are drawn apart.

    Args:
        base: the distribution of the elements.
        ndims: how many of the last axes of its batch become axes of the event.

    Raises:
        ArgumentError: the batch has fewer axes.

    Example:
        >>> from tahr.distributions import Normal
        >>> Independent(Normal([0.0, 0.0], 1.0)).log_prob([0.0, 0.0]).shape
        ()
    """

    parts: ClassVar[tuple[str, ...]] = ("base",)

    def __init__(self, base: Distribution, ndims: int = 1) -> None:
        if not 0 < ndims <= len(base.batch_shape):
            raise ArgumentError(
                f"a batch of shape {base.batch_shape} has no {ndims} axes to give to events",
                where="Independent",
                got=ndims,
            )
        self.base = base
        self.ndims = ndims

    @property
    def batch_shape(self) -> Shape:
        """The batch of the base without its last axes."""
        return self.base.batch_shape[: -self.ndims]

    @property
    def event_shape(self) -> Shape:
        """The last axes of the batch of the base, and its events'."""
        return (*self.base.batch_shape[-self.ndims :], *self.base.event_shape)

    @property
    def reparameterized(self) -> bool:
        return self.base.reparameterized

    def draw(self, shape: Shape, seed: Seed) -> Tensor:
        return self.base.draw((*shape, *self.base.batch_shape[-self.ndims :]), seed)

    def log_prob(self, value: TensorLike) -> Tensor:
        return self._summed(self.base.log_prob(value))

    def mean(self) -> Tensor:
        return self.base.mean()

    def variance(self) -> Tensor:
        return self.base.variance()

    def entropy(self) -> Tensor:
        return self._summed(self.base.entropy())

    def divergence(self, other: Distribution) -> Tensor | None:
        if not isinstance(other, Independent) or other.ndims != self.ndims:
            return None
        found = self.base.divergence(other.base)
        return None if found is None else self._summed(found)

    def _summed(self, values: Tensor) -> Tensor:
        return ops.sum(values, axis=tuple(range(-self.ndims, 0)))
