"""The best of one share where another is good enough."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, Fraction, Index
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.metrics.confusion.counts import Rule
from tahr.metrics.confusion.curve import Curve
from tahr.metrics.confusion.thresholds import even


class OperatingPoint(Curve):
    """The largest value along one curve where another reaches a bound; a subclass says which.

    Args:
        bound: 0 to 1.
        num_thresholds: how many thresholds are tried, 1 or more.
        class_id: the only class that is looked at.
        name: for logs.
        dtype: the dtype of the computation.
    """

    wanted: str
    """The attribute of `Curve` that is to be large."""
    bounded: str
    """The attribute of `Curve` that is to reach the bound."""
    argument: str
    """What the bound is called in the configuration."""

    @checked
    def __init__(
        self,
        bound: Fraction,
        num_thresholds: Count = 200,
        class_id: Index | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.value = bound
        setattr(self, self.argument, bound)
        self.num_thresholds = num_thresholds
        self.class_id = class_id
        self.thresholds: list[float] = even(num_thresholds)
        self._make_counts((num_thresholds,))

    def update_state(
        self, y_true: TensorLike, y_pred: TensorLike, sample_weight: TensorLike | None = None
    ) -> None:
        rule = Rule(self.thresholds, self.num_thresholds > 1, class_id=self.class_id)
        self._add(y_true, y_pred, sample_weight, rule)

    def result(self) -> Tensor:
        good = ops.greater_equal(getattr(self, self.bounded), self.value)
        return ops.max(ops.where(good, getattr(self, self.wanted), 0.0))


@known_as("keras.metrics")
class SensitivityAtSpecificity(OperatingPoint):
    """The best recall where the specificity reaches a bound.

    Args:
        specificity: the bound, 0 to 1.
        num_thresholds: how many thresholds are tried, 1 or more.
        class_id: the only class that is looked at.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: an argument is out of its range.

    Example:
        >>> metric = SensitivityAtSpecificity(0.5)
        >>> float(metric([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]))
        1.0
    """

    wanted = "recall_curve"
    bounded = "specificity_curve"
    argument = "specificity"

    @checked
    def __init__(
        self,
        specificity: Fraction,
        num_thresholds: Count = 200,
        class_id: Index | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(specificity, num_thresholds, class_id, name, dtype)


@known_as("keras.metrics")
class SpecificityAtSensitivity(OperatingPoint):
    """The best specificity where the recall reaches a bound.

    Args:
        sensitivity: the bound, 0 to 1.
        num_thresholds: how many thresholds are tried, 1 or more.
        class_id: the only class that is looked at.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: an argument is out of its range.

    Example:
        >>> metric = SpecificityAtSensitivity(0.5)
        >>> float(metric([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]))
        1.0
    """

    wanted = "specificity_curve"
    bounded = "recall_curve"
    argument = "sensitivity"

    @checked
    def __init__(
        self,
        sensitivity: Fraction,
        num_thresholds: Count = 200,
        class_id: Index | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(sensitivity, num_thresholds, class_id, name, dtype)


@known_as("keras.metrics")
class PrecisionAtRecall(OperatingPoint):
    """The best precision where the recall reaches a bound.

    Args:
        recall: the bound, 0 to 1.
        num_thresholds: how many thresholds are tried, 1 or more.
        class_id: the only class that is looked at.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: an argument is out of its range.

    Example:
        >>> metric = PrecisionAtRecall(0.5)
        >>> float(metric([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]))
        1.0
    """

    wanted = "precision_curve"
    bounded = "recall_curve"
    argument = "recall"

    @checked
    def __init__(
        self,
        recall: Fraction,
        num_thresholds: Count = 200,
        class_id: Index | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(recall, num_thresholds, class_id, name, dtype)


@known_as("keras.metrics")
class RecallAtPrecision(OperatingPoint):
    """The best recall where the precision reaches a bound.

    Args:
        precision: the bound, 0 to 1.
        num_thresholds: how many thresholds are tried, 1 or more.
        class_id: the only class that is looked at.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: an argument is out of its range.

    Example:
        >>> metric = RecallAtPrecision(0.5)
        >>> float(metric([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]))
        1.0
    """

    wanted = "recall_curve"
    bounded = "precision_curve"
    argument = "precision"

    @checked
    def __init__(
        self,
        precision: Fraction,
        num_thresholds: Count = 200,
        class_id: Index | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(precision, num_thresholds, class_id, name, dtype)
