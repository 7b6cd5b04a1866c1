"""The area under a curve along thresholds."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import AnyCase, Count
from tahr.core.registry import known_as
from tahr.core.shown import shown
from tahr.core.typing import Tensor, TensorLike
from tahr.metrics.confusion.counts import Rule
from tahr.metrics.confusion.curve import Curve, share
from tahr.metrics.confusion.thresholds import even, is_even, opened, parsed


@known_as("keras.metrics")
class AUC(Curve):
    """The area under a curve: how well predictions rank what is right above what is wrong.

    Args:
        num_thresholds: how many points the curve has, more than 1.
        curve: `"ROC"` (recall over the share of wrong yes-answers), `"PR"` (precision over
            recall) or `"PRGAIN"` (their gains over always answering yes).
        summation_method: `"interpolation"`, `"minoring"` or `"majoring"`: the middle, the
            lower or the higher end of each step.
        name: for logs.
        dtype: the dtype of the computation.
        thresholds: the points of the curve between 0 and 1, in place of `num_thresholds`.
        multi_label: whether to average over labels the areas of each.
        num_labels: how many labels there are; seen with the first batch by default.
        label_weights: a weight for each label.
        from_logits: whether predictions are logits rather than probabilities.

    Raises:
        ArgumentError: an argument is none of these.

    Example:
        >>> float(AUC(num_thresholds=3)([0, 0, 1, 1], [0.0, 0.5, 0.3, 0.9]))
        0.75

    Source: Davis and Goadrich (2006), "The relationship between precision-recall and ROC
    curves", section 3; Flach and Kull (2015), "Precision-recall-gain curves", eq. 2 and 3.
    """

    in_config_if_changed: tuple[str, ...] = ("thresholds",)
    thresholds: list[float] = shown("The points of the curve, the ends included.")

    @checked
    def __init__(
        self,
        num_thresholds: int = 200,
        curve: Annotated[Literal["ROC", "PR", "PRGAIN"], AnyCase()] = "ROC",
        summation_method: Annotated[
            Literal["interpolation", "majoring", "minoring"], AnyCase()
        ] = "interpolation",
        name: str | None = None,
        dtype: Any = None,
        thresholds: Sequence[float] | None = None,
        multi_label: bool = False,
        num_labels: Count | None = None,
        label_weights: Sequence[float] | None = None,
        from_logits: bool = False,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.curve: str = curve.upper()
        self.summation_method: str = summation_method.lower()
        if num_labels is not None and not multi_label:
            raise ArgumentError("num_labels needs multi_label=True", where=self.name)
        self._given_thresholds = (
            None if thresholds is None else sorted(parsed(thresholds, 0.5, self.name))
        )
        if self._given_thresholds is None and num_thresholds <= 1:
            raise ArgumentError(
                "num_thresholds is more than 1", where=self.name, got=num_thresholds
            )
        points = (
            even(num_thresholds)
            if self._given_thresholds is None
            else [0.0, *self._given_thresholds, 1.0]
        )
        self._evenly = is_even(points)
        self.thresholds = opened(points)
        self.num_thresholds: int = len(points)
        self.multi_label = multi_label
        self.num_labels = num_labels
        self.label_weights = label_weights
        self.from_logits = from_logits
        if not multi_label:
            self._make_counts((self.num_thresholds,))
        elif num_labels:
            self._make_counts((self.num_thresholds, num_labels))

    def update_state(
        self, y_true: TensorLike, y_pred: TensorLike, sample_weight: TensorLike | None = None
    ) -> None:
        predicted = ops.convert_to_tensor(y_pred)
        if self.from_logits:
            predicted = ops.sigmoid(predicted)
        if not self._built:
            self._make_counts((self.num_thresholds, predicted.shape[-1]))
        weights = None if self.multi_label else self.label_weights
        rule = Rule(self.thresholds, self._evenly, by_label=self.multi_label, label_weights=weights)
        self._add(y_true, predicted, sample_weight, rule)

    def result(self) -> Tensor:
        if not self._built:
            return ops.cast(0.0, self.dtype)
        if self.curve == "PR" and self.summation_method == "interpolation":
            return self.interpolate_pr_auc()
        x, y = self._points()
        low, high = y[1:], y[:-1]
        heights = {
            "interpolation": lambda: ops.divide(ops.add(low, high), 2.0),
            "minoring": lambda: ops.minimum(low, high),
            "majoring": lambda: ops.maximum(low, high),
        }[self.summation_method]()
        widths = ops.subtract(x[:-1], x[1:])
        return self._averaged(ops.sum(ops.multiply(widths, heights), axis=0))

    def interpolate_pr_auc(self) -> Tensor:
        """Returns the area under precision over recall, interpolated as precision goes.

        Source: Davis and Goadrich (2006), "The relationship between precision-recall and ROC
        curves", section 3.
        """
        return self._averaged(ops.sum(self._steps_of_precision(), axis=0))

    def _points(self) -> tuple[Tensor, Tensor]:
        """Returns the curve, its x falling."""
        if self.curve == "ROC":
            return share(self.false_positives, self.true_negatives), self.recall_curve
        if self.curve == "PR":
            return self.recall_curve, self.precision_curve
        return self._gain_of_recall(), self._gain(self.false_positives)

    def _gain_of_recall(self) -> Tensor:
        """Returns the gain of recall, 0 where it would be negative or nothing is found."""
        gain = ops.maximum(self._gain(self.false_negatives), 0.0)
        return ops.where(ops.greater(self.true_positives, 0.0), gain, 0.0)

    def _gain(self, wrong: TensorLike) -> Tensor:
        answers = ops.add(self.true_negatives, self.false_positives)
        scale = ops.divide_no_nan(ops.add(self.true_positives, self.false_negatives), answers)
        return ops.subtract(1.0, ops.multiply(scale, ops.divide_no_nan(wrong, self.true_positives)))

    def _steps_of_precision(self) -> Tensor:
        """Returns the area of each step under the precision, which is no line between points.

        With a yes-answers of which t are right, t is taken to grow by a constant slope, and
        precision t / a is integrated over it.
        """
        right, misses = self.true_positives.value, self.false_negatives.value
        answers = ops.add(right, self.false_positives)
        gained = ops.subtract(right[:-1], right[1:])
        slope = ops.divide_no_nan(gained, ops.subtract(answers[:-1], answers[1:]))
        base = ops.subtract(right[1:], ops.multiply(slope, answers[1:]))
        both = ops.logical_and(ops.greater(answers[:-1], 0.0), ops.greater(answers[1:], 0.0))
        ratio = ops.where(both, ops.divide_no_nan(answers[:-1], answers[1:]), 1.0)
        area = ops.multiply(slope, ops.add(gained, ops.multiply(base, ops.log(ratio))))
        return ops.divide_no_nan(area, ops.add(right[1:], misses[1:]))

    def _averaged(self, areas: Tensor) -> Tensor:
        if not self.multi_label:
            return areas
        if self.label_weights is None:
            return ops.mean(areas)
        weights = ops.cast(self.label_weights, self.dtype)
        return ops.divide_no_nan(ops.sum(ops.multiply(areas, weights)), ops.sum(weights))
