"""How unlikely labels are under a predicted distribution."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.distributions.heads import Head, Kind
from tahr.losses.loss import Loss
from tahr.losses.weighting import Reduction


@known_as("tahr.losses")
@rows_apart
class NegativeLogLikelihood(Loss):
    """The negative logarithm of the density of labels, in nats.

    Args:
        distribution: which one the predictions are parameters of.
        events: the length of a label; the number of classes for "categorical".
        components: more than 1 for a mixture of so many.
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.

    Labels: `(batch, ..., events)`, integers `(batch, ...)` for "categorical". Predictions:
    `(batch, ..., parameters)`, as `layers.DistributionParameters` computes them.

    Raises:
        ArgumentError: there is no such distribution, or a number is not positive.

    Example:
        >>> round(float(NegativeLogLikelihood("bernoulli")([[1.0]], [[0.0]])), 4)
        0.6931
    """

    @checked
    def __init__(
        self,
        distribution: Kind = "normal",
        events: Count = 1,
        components: Count = 1,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name, reduction, dtype)
        self.head: Head = Head(distribution, events, components)
        self.distribution: Kind = distribution
        self.events = events
        self.components = components

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        made = self.head(y_pred)
        missing = len(made.batch_shape) + len(made.event_shape) - len(y_true.shape)
        if missing == 1:
            y_true = ops.expand_dims(y_true, -1)
        if missing == -1:
            y_true = ops.squeeze(y_true, -1)
        return ops.negative(made.log_prob(y_true))
