"""How many answers there are of one of the four kinds."""

from collections.abc import Sequence
from typing import Any

from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.metrics.confusion.counts import Rule, counted
from tahr.metrics.confusion.thresholds import parsed
from tahr.metrics.metric import Metric


@rows_apart
class Condition(Metric):
    """The number of answers of one kind, which a subclass names.

    Args:
        thresholds: above it a prediction counts as yes; several give several numbers.
        name: for logs.
        dtype: the dtype of the computation.
    """

    kind: str
    """The name of one of the `Counts`."""

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds = self._given_thresholds = thresholds
        self.thresholds: list[float] = parsed(thresholds, 0.5, self.name)
        self.accumulator: Variable = self.add_variable((len(self.thresholds),), name="accumulator")

    def update_state(
        self, y_true: TensorLike, y_pred: TensorLike, sample_weight: TensorLike | None = None
    ) -> None:
        counts = counted(y_true, y_pred, sample_weight, Rule(self.thresholds), self.dtype)
        self.accumulator.assign_add(getattr(counts, self.kind))

    def result(self) -> Tensor:
        only = len(self.thresholds) == 1
        return self.accumulator[0] if only else self.accumulator.value


@known_as("keras.metrics")
class TruePositives(Condition):
    """The number of positives predicted positive.

    Args:
        thresholds: above it a prediction counts as yes; several give several numbers.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: a threshold is not between 0 and 1.

    Example:
        >>> float(TruePositives()([1, 0, 1, 0], [1.0, 1.0, 0.0, 0.0]))
        1.0
    """

    kind = "true_positives"


@known_as("keras.metrics")
class FalsePositives(Condition):
    """The number of negatives predicted positive.

    Args:
        thresholds: above it a prediction counts as yes; several give several numbers.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: a threshold is not between 0 and 1.

    Example:
        >>> float(FalsePositives()([1, 0, 1, 0], [1.0, 1.0, 0.0, 0.0]))
        1.0
    """

    kind = "false_positives"


@known_as("keras.metrics")
class TrueNegatives(Condition):
    """The number of negatives predicted negative.

    Args:
        thresholds: above it a prediction counts as yes; several give several numbers.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: a threshold is not between 0 and 1.

    Example:
        >>> float(TrueNegatives()([1, 0, 1, 0], [1.0, 1.0, 0.0, 0.0]))
        1.0
    """

    kind = "true_negatives"


@known_as("keras.metrics")
class FalseNegatives(Condition):
    """The number of positives predicted negative.

    Args:
        thresholds: above it a prediction counts as yes; several give several numbers.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: a threshold is not between 0 and 1.

    Example:
        >>> float(FalseNegatives()([1, 0, 1, 0], [1.0, 1.0, 0.0, 0.0]))
        1.0
    """

    kind = "false_negatives"
