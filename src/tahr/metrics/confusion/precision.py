"""How many yes-answers are right, and how much of what is right is found."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, Index
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.metrics.confusion.counts import Rule, counted
from tahr.metrics.confusion.thresholds import EVERYTHING, parsed
from tahr.metrics.metric import Metric


@rows_apart
class Share(Metric):
    """The share of right yes-answers among them and those of one wrong kind.

    Args:
        wrong: the wrong kind: the name of one of the `Counts`.
        thresholds: above it a prediction counts as yes; several give several shares.
        top_k: how many of the best predictions can count as yes.
        class_id: the only class that is looked at.
        name: for logs.
        dtype: the dtype of the computation.
    """

    @checked
    def __init__(
        self,
        wrong: str,
        thresholds: float | Sequence[float] | None = None,
        top_k: Count | None = None,
        class_id: Index | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self._wrong = wrong
        self.init_thresholds = self._given_thresholds = thresholds
        self.top_k = top_k
        self.class_id = class_id
        self.thresholds: list[float] = parsed(
            thresholds, 0.5 if top_k is None else EVERYTHING, self.name
        )
        shape = (len(self.thresholds),)
        self.true_positives: Variable = self.add_variable(shape, name="true_positives")
        self._misses = self.add_variable(shape, name=wrong)

    def update_state(
        self, y_true: TensorLike, y_pred: TensorLike, sample_weight: TensorLike | None = None
    ) -> None:
        rule = Rule(self.thresholds, top_k=self.top_k, class_id=self.class_id)
        counts = counted(y_true, y_pred, sample_weight, rule, self.dtype)
        self.true_positives.assign_add(counts.true_positives)
        self._misses.assign_add(getattr(counts, self._wrong))

    def result(self) -> Tensor:
        right = self.true_positives.value
        share = ops.divide_no_nan(right, ops.add(right, self._misses))
        return share[0] if len(self.thresholds) == 1 else share


@known_as("keras.metrics")
class Precision(Share):
    """The fraction of positive predictions that are right.

    Args:
        thresholds: above it a prediction counts as yes; several give several shares.
        top_k: how many of the best predictions can count as yes.
        class_id: the only class that is looked at.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: an argument is out of its range.

    Example:
        >>> float(Precision()([1, 0, 1, 0], [0.9, 0.8, 0.2, 0.1]))
        0.5
    """

    @checked
    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: Count | None = None,
        class_id: Index | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__("false_positives", thresholds, top_k, class_id, name, dtype)

    @property
    def false_positives(self) -> Variable:
        """How many yes-answers are wrong."""
        return self._misses


@known_as("keras.metrics")
class Recall(Share):
    """The fraction of positives that are predicted positive.

    Args:
        thresholds: above it a prediction counts as yes; several give several shares.
        top_k: how many of the best predictions can count as yes.
        class_id: the only class that is looked at.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: an argument is out of its range.

    Example:
        >>> float(Recall()([1, 0, 1, 1], [0.9, 0.8, 0.2, 0.6])) > 0.66
        True
    """

    @checked
    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: Count | None = None,
        class_id: Index | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__("false_negatives", thresholds, top_k, class_id, name, dtype)

    @property
    def false_negatives(self) -> Variable:
        """How many no-answers are wrong."""
        return self._misses
