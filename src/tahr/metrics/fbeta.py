"""Precision and recall in one number."""

from typing import Any, Literal

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.metrics.metric import Metric

KINDS = ("true_positives", "false_positives", "false_negatives", "intermediate_weights")


@known_as("keras.metrics")
@rows_apart
class FBetaScore(Metric):
    """The weighted harmonic mean of precision and recall, for each class or over all.

    Args:
        average: None for a number each class; `"micro"` to count all classes together;
            `"macro"` for the mean over classes, `"weighted"` for that by how many there are.
        beta: how much more recall counts than precision, above 0.
        threshold: above it a prediction counts as yes; by default the largest alone does.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: an argument is none of these.

    Example:
        >>> FBetaScore(beta=2.0)([[1, 0], [0, 1]], [[0.9, 0.1], [0.2, 0.8]]).tolist()
        [1.0, 1.0]

    Source: van Rijsbergen (1979), "Information retrieval", chapter 7.
    """

    true_positives: Variable
    false_positives: Variable
    false_negatives: Variable
    intermediate_weights: Variable

    @checked
    def __init__(
        self,
        average: Literal["micro", "macro", "weighted"] | None = None,
        beta: float = 1.0,
        threshold: float | None = None,
        name: str | None = "fbeta_score",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        if not isinstance(beta, float) or beta <= 0:
            raise ArgumentError("beta is a float above 0", where=self.name, got=told(beta))
        if threshold is not None and not (isinstance(threshold, float) and 0 < threshold <= 1):
            raise ArgumentError(
                "threshold is a float above 0 and up to 1", where=self.name, got=told(threshold)
            )
        self.average = average
        self.beta = beta
        self.threshold = threshold
        self._built = False

    def _build(self, true: Tensor, predicted: Tensor) -> None:
        if len(true.shape) != 2 or len(predicted.shape) != 2:
            raise ShapeError(
                "labels and predictions are matrices here",
                where=self.name,
                expected="(batch, classes)",
                got=f"labels {show(true.shape)}, predictions {show(predicted.shape)}",
            )
        shape = () if self.average == "micro" else (predicted.shape[-1],)
        for kind in KINDS:
            setattr(self, kind, self.add_variable(shape, name=kind))
        self._built = True

    def update_state(
        self, y_true: TensorLike, y_pred: TensorLike, sample_weight: TensorLike | None = None
    ) -> None:
        true, predicted = ops.cast(y_true, self.dtype), ops.cast(y_pred, self.dtype)
        if not self._built:
            self._build(true, predicted)
        yes = ops.cast(self._chosen(predicted), self.dtype)
        no = ops.subtract(1.0, yes)
        weights = None if sample_weight is None else ops.cast(sample_weight, self.dtype)
        if weights is not None and len(weights.shape) == 1:
            weights = ops.expand_dims(weights, 1)
        wrong = ops.subtract(1.0, true)
        for slot, left, right in zip(
            (self.true_positives, self.false_positives, self.false_negatives),
            (yes, yes, no),
            (true, wrong, true),
            strict=True,
        ):
            slot.assign_add(self._total(ops.multiply(left, right), weights))
        self.intermediate_weights.assign_add(self._total(true, weights))

    def _chosen(self, predicted: Tensor) -> Tensor:
        if self.threshold is not None:
            return ops.greater(predicted, self.threshold)
        largest = ops.equal(predicted, ops.max(predicted, axis=-1, keepdims=True))
        return ops.logical_and(largest, ops.greater(ops.absolute(predicted), 1e-9))

    def _total(self, values: Tensor, weights: Tensor | None) -> Tensor:
        weighted = values if weights is None else ops.multiply(values, weights)
        return ops.sum(weighted, axis=None if self.average == "micro" else 0)

    def result(self) -> Tensor:
        if not self._built:
            return ops.cast(0.0, self.dtype)
        right = self.true_positives.value
        precision = ops.divide_no_nan(right, ops.add(right, self.false_positives))
        recall = ops.divide_no_nan(right, ops.add(right, self.false_negatives))
        square = self.beta**2
        above = ops.multiply(1.0 + square, ops.multiply(precision, recall))
        scores = ops.divide_no_nan(above, ops.add(ops.multiply(square, precision), recall))
        if self.average == "weighted":
            counts = self.intermediate_weights.value
            return ops.sum(ops.multiply(scores, ops.divide_no_nan(counts, ops.sum(counts))))
        return ops.mean(scores) if self.average else scores


@known_as("keras.metrics")
class F1Score(FBetaScore):
    """The harmonic mean of precision and recall, for each class or over all.

    Args:
        average: see `FBetaScore`.
        threshold: above it a prediction counts as yes; by default the largest alone does.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: an argument is none of these.

    Example:
        >>> F1Score()([[1, 0], [0, 1]], [[0.9, 0.1], [0.2, 0.8]]).tolist()
        [1.0, 1.0]
    """

    def __init__(
        self,
        average: Literal["micro", "macro", "weighted"] | None = None,
        threshold: float | None = None,
        name: str | None = "f1_score",
        dtype: Any = None,
    ) -> None:
        super().__init__(average=average, beta=1.0, threshold=threshold, name=name, dtype=dtype)
