"""How much of the variance of labels is predicted."""

from typing import Annotated, Any, Literal

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ShapeError
from tahr.core.ranges import Range
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.losses.alignment import aligned
from tahr.metrics.metric import Metric
from tahr.ops.filled import number

KINDS = ("squared_sum", "sum", "residual", "count")


@known_as("keras.metrics")
@rows_apart
class R2Score(Metric):
    """The coefficient of determination: 1 - squared errors / squared deviations.

    Args:
        class_aggregation: `"uniform_average"` or `"variance_weighted_average"` over outputs;
            None for a number each.
        num_regressors: how many inputs the model has, to allow for them; 0 for no allowance.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: an argument is none of these.

    Example:
        >>> float(R2Score()([[1.0], [2.0], [3.0]], [[1.0], [2.0], [3.0]]))
        1.0
    """

    squared_sum: Variable
    sum: Variable
    residual: Variable
    count: Variable

    @checked
    def __init__(
        self,
        class_aggregation: Literal["uniform_average", "variance_weighted_average"]
        | None = "uniform_average",
        num_regressors: Annotated[int, Range(0, whole=True)] = 0,
        name: str | None = "r2_score",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.class_aggregation = class_aggregation
        self.num_regressors = num_regressors
        self.num_samples: Variable = self.add_variable(name="num_samples")
        self._built = False

    def _build(self, true: Tensor, predicted: Tensor) -> None:
        if len(true.shape) != 2 or len(predicted.shape) != 2:
            raise ShapeError(
                "labels and predictions are matrices here",
                where=self.name,
                expected="(batch, outputs)",
                got=f"labels {show(true.shape)}, predictions {show(predicted.shape)}",
            )
        for kind in KINDS:
            setattr(self, kind, self.add_variable((predicted.shape[-1],), name=kind))
        self._built = True

    def update_state(
        self, y_true: TensorLike, y_pred: TensorLike, sample_weight: TensorLike | None = None
    ) -> None:
        true, predicted = aligned(y_true, ops.cast(y_pred, self.dtype))
        if not self._built:
            self._build(true, predicted)
        weights = ops.ones_like(true[:, :1])
        if sample_weight is not None:
            weights = ops.cast(sample_weight, self.dtype)
            weights = ops.expand_dims(weights, 1) if len(weights.shape) == 1 else weights
            weights = ops.broadcast_to(weights, true[:, :1].shape) if not weights.shape else weights
        weighted = ops.multiply(true, weights)
        errors = ops.multiply(ops.square(ops.subtract(true, predicted)), weights)
        self.sum.assign_add(ops.sum(weighted, axis=0))
        self.squared_sum.assign_add(ops.sum(ops.multiply(true, weighted), axis=0))
        self.residual.assign_add(ops.sum(errors, axis=0))
        self.count.assign_add(ops.sum(weights, axis=0))
        self.num_samples.assign_add(number(true))

    def result(self) -> Tensor:
        if not self._built:
            return ops.cast(0.0, self.dtype)
        mean = ops.divide_no_nan(self.sum, self.count)
        spread = ops.subtract(self.squared_sum, ops.multiply(self.sum, mean))
        known = ops.not_equal(spread, 0.0)
        missed = ops.divide(self.residual, ops.where(known, spread, 1.0))
        scores = ops.where(known, ops.subtract(1.0, missed), 0.0)
        return self._allowed(self._aggregated(scores, spread))

    def _aggregated(self, scores: Tensor, spread: Tensor) -> Tensor:
        if self.class_aggregation == "uniform_average":
            return ops.mean(scores)
        if self.class_aggregation == "variance_weighted_average":
            return ops.divide_no_nan(ops.sum(ops.multiply(scores, spread)), ops.sum(spread))
        return scores

    def _allowed(self, score: Tensor) -> Tensor:
        """Takes off what as many inputs explain by chance, where there are enough samples."""
        if not self.num_regressors:
            return score
        left = ops.subtract(self.num_samples, self.num_regressors + 1.0)
        enough = ops.greater(left, 0.0)
        ratio = ops.divide(ops.subtract(self.num_samples, 1.0), ops.where(enough, left, 1.0))
        adjusted = ops.subtract(1.0, ops.multiply(ops.subtract(1.0, score), ratio))
        return ops.where(enough, adjusted, score)
