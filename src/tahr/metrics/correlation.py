"""How far predictions and labels go together."""

from typing import Any

from tahr import ops
from tahr.core.config import epsilon
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import aligned
from tahr.metrics.averages import FunctionMetric


def _centered(x: Tensor, axis: int) -> tuple[Tensor, Tensor]:
    mean = ops.mean(x, axis=axis, keepdims=True)
    return mean, ops.subtract(x, mean)


@known_as("keras.metrics")
@ends_at_user
@rows_apart
def pearson_correlation(y_true: TensorLike, y_pred: TensorLike, axis: int = -1) -> Tensor:
    """Returns the covariance of labels and predictions over the product of their deviations.

    Args:
        y_true: labels, of the shape of `y_pred`.
        y_pred: predictions.
        axis: the axis to correlate along.

    Returns:
        A tensor without that axis: -1 to 1, NaN where labels or predictions are all equal.

    Example:
        >>> round(float(pearson_correlation([[0.0, 1.0, 2.0]], [[1.0, 3.0, 5.0]])[0]), 4)
        1.0
    """
    true, predicted = (_centered(x, axis)[1] for x in aligned(y_true, y_pred))
    lengths = [ops.sqrt(ops.sum(ops.square(x), axis=axis)) for x in (true, predicted)]
    return ops.divide(ops.sum(ops.multiply(true, predicted), axis=axis), ops.multiply(*lengths))


@known_as("keras.metrics")
@ends_at_user
@rows_apart
def concordance_correlation(y_true: TensorLike, y_pred: TensorLike, axis: int = -1) -> Tensor:
    """Returns how close pairs of a label and a prediction lie to the line where both are equal.

    Args:
        y_true: labels, of the shape of `y_pred`.
        y_pred: predictions.
        axis: the axis to correlate along.

    Returns:
        A tensor without that axis: -1 to 1.

    Example:
        >>> round(float(concordance_correlation([[0.0, 1.0, 2.0]], [[0.0, 1.0, 2.0]])[0]), 4)
        1.0

    Source: Lin (1989), "A concordance correlation coefficient to evaluate reproducibility".
    """
    (mean_t, true), (mean_p, predicted) = (_centered(x, axis) for x in aligned(y_true, y_pred))
    spread = ops.add(*(ops.mean(ops.square(x), axis=axis) for x in (true, predicted)))
    shift = ops.squeeze(ops.square(ops.subtract(mean_t, mean_p)), axis)
    shared = ops.mean(ops.multiply(true, predicted), axis=axis)
    whole = ops.add(ops.add(spread, shift), epsilon())
    return ops.divide(ops.multiply(2.0, shared), whole)


@known_as("keras.metrics")
class PearsonCorrelation(FunctionMetric):
    """The mean of `pearson_correlation`.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
        axis: the axis to correlate along.
    """

    def __init__(
        self, name: str | None = "pearson_correlation", dtype: Any = None, axis: int = -1
    ) -> None:
        super().__init__(pearson_correlation, name, dtype, axis=axis)


@known_as("keras.metrics")
class ConcordanceCorrelation(FunctionMetric):
    """The mean of `concordance_correlation`.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
        axis: the axis to correlate along.
    """

    def __init__(
        self, name: str | None = "concordance_correlation", dtype: Any = None, axis: int = -1
    ) -> None:
        super().__init__(concordance_correlation, name, dtype, axis=axis)
