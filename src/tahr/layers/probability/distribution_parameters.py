"""Outputs that are the parameters of a distribution."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import TensorLike
from tahr.distributions.distribution import Distribution
from tahr.distributions.heads import Head, Kind
from tahr.layers.core.dense import Dense


@known_as("tahr.layers")
@rows_apart
class DistributionParameters(Dense):
    """Computes the parameters of a distribution of what is to be predicted.

    It goes with `losses.NegativeLogLikelihood` of the same arguments. What it returns is a tensor,
    so a model with it is trained, saved and moved as any other; `distribution_of` makes a
    distribution of the tensor, or of a prediction.

    Args:
        distribution: which one.
        events: the length of what is predicted; the number of classes for "categorical".
        components: more than 1 for a mixture of so many.
        **kwargs: what `Dense` takes.

    Input: `(batch, ..., inputs)`. Output: `(batch, ..., parameters)`.

    Raises:
        ArgumentError: there is no such distribution, or a number is not positive.

    Example:
        >>> layer = DistributionParameters("normal", kernel_initializer="zeros")
        >>> round(float(layer.distribution_of(layer([[1.0]])).stddev()[0, 0]), 4)
        0.6931

    Source: Bishop 1994, "Mixture density networks".
    """

    not_in_config: tuple[str, ...] = (*Dense.not_in_config, "units")

    @checked
    def __init__(
        self, distribution: Kind, events: Count = 1, components: Count = 1, **kwargs: Any
    ) -> None:
        self.head: Head = Head(distribution, events, components)
        super().__init__(self.head.size, **kwargs)
        self.distribution: Kind = distribution
        self.events = events
        self.components = components

    def distribution_of(self, outputs: TensorLike) -> Distribution:
        """Returns the distribution whose parameters this layer computed.

        Args:
            outputs: of this layer, or a prediction of a model that ends in it.
        """
        return self.head(outputs)
