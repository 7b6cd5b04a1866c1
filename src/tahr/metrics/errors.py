"""Means of errors."""

from typing import Any

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import aligned
from tahr.losses.cosine import cosine_similarity
from tahr.losses.errors import (
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
)
from tahr.losses.robust import log_cosh
from tahr.metrics.averages import FunctionMetric, Mean


@known_as("keras.metrics")
class MeanSquaredError(FunctionMetric):
    """The mean of squared errors.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(self, name: str | None = "mean_squared_error", dtype: Any = None) -> None:
        super().__init__(mean_squared_error, name, dtype)


@known_as("keras.metrics")
class MeanAbsoluteError(FunctionMetric):
    """The mean of absolute errors.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(self, name: str | None = "mean_absolute_error", dtype: Any = None) -> None:
        super().__init__(mean_absolute_error, name, dtype)


@known_as("keras.metrics")
class MeanAbsolutePercentageError(FunctionMetric):
    """The mean of absolute errors relative to the labels, in percent.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self, name: str | None = "mean_absolute_percentage_error", dtype: Any = None
    ) -> None:
        super().__init__(mean_absolute_percentage_error, name, dtype)


@known_as("keras.metrics")
class MeanSquaredLogarithmicError(FunctionMetric):
    """The mean of squared differences of logarithms.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self, name: str | None = "mean_squared_logarithmic_error", dtype: Any = None
    ) -> None:
        super().__init__(mean_squared_logarithmic_error, name, dtype)


@known_as("keras.metrics")
class LogCoshError(FunctionMetric):
    """The mean of logarithms of the hyperbolic cosine of errors.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(self, name: str | None = "logcosh", dtype: Any = None) -> None:
        super().__init__(log_cosh, name, dtype)


@known_as("keras.metrics")
class RootMeanSquaredError(Mean):
    """The root of the mean of squared errors.

    Args:
        name: for logs.
        dtype: the dtype of the computation.

    Example:
        >>> float(RootMeanSquaredError()([0.0, 0.0], [3.0, 3.0]))
        3.0
    """

    def __init__(self, name: str | None = "root_mean_squared_error", dtype: Any = None) -> None:
        super().__init__(name, dtype)

    def update_state(  # type: ignore[override]
        self, y_true: TensorLike, y_pred: TensorLike, sample_weight: TensorLike | None = None
    ) -> None:
        true, predicted = aligned(y_true, ops.cast(y_pred, self.dtype))
        super().update_state(ops.square(ops.subtract(true, predicted)), sample_weight)

    def result(self) -> Tensor:
        return ops.sqrt(super().result())


def cosine(y_true: TensorLike, y_pred: TensorLike, axis: int = -1) -> Tensor:
    """Returns the cosine of the angle between labels and predictions."""
    return ops.negative(cosine_similarity(y_true, y_pred, axis=axis))


@known_as("keras.metrics")
class CosineSimilarity(FunctionMetric):
    """The mean of the cosine of the angle between labels and predictions.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
        axis: the axis vectors lie along.
    """

    def __init__(
        self, name: str | None = "cosine_similarity", dtype: Any = None, axis: int = -1
    ) -> None:
        super().__init__(cosine, name, dtype, axis=axis)
