"""What metrics over a whole row of thresholds share: four counts for each."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.metrics.confusion.counts import Counts, Rule, counted
from tahr.metrics.metric import Metric


@rows_apart
class Curve(Metric):
    """Counts of all four kinds, from which rates and shares along thresholds follow.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    true_positives: Variable
    false_positives: Variable
    true_negatives: Variable
    false_negatives: Variable

    def __init__(self, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self._built = False

    def _make_counts(self, shape: Sequence[int]) -> None:
        for kind in Counts._fields:
            setattr(self, kind, self.add_variable(shape, name=kind))
        self._built = True

    def _add(
        self, y_true: TensorLike, y_pred: TensorLike, weights: TensorLike | None, rule: Rule
    ) -> None:
        for kind, count in counted(y_true, y_pred, weights, rule, self.dtype)._asdict().items():
            getattr(self, kind).assign_add(count)

    @property
    def recall_curve(self) -> Tensor:
        """The share of what should be answered yes that is, for each threshold."""
        return share(self.true_positives, self.false_negatives)

    @property
    def precision_curve(self) -> Tensor:
        """The share of yes-answers that are right, for each threshold."""
        return share(self.true_positives, self.false_positives)

    @property
    def specificity_curve(self) -> Tensor:
        """The share of what should be answered no that is, for each threshold."""
        return share(self.true_negatives, self.false_positives)


def share(part: TensorLike, rest: TensorLike) -> Tensor:
    """Returns part / (part + rest), 0 where both are."""
    return ops.divide_no_nan(part, ops.add(part, rest))
