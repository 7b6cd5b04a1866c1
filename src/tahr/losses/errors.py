"""Losses that are the mean of an error over the last axis."""

from typing import Any

from tahr import ops
from tahr.core.config import epsilon
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import aligned
from tahr.losses.weighting import Reduction
from tahr.losses.wrapper import FunctionLoss


@known_as("keras.losses")
@ends_at_user
@rows_apart
def mean_squared_error(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Averages (y_true - y_pred)² over the last axis.

    Args:
        y_true: labels, of the shape of `y_pred` (a last axis of length one may be left out).
        y_pred: predictions `(..., n)`.

    Returns:
        A tensor `(...)`: the mean over the last axis.

    Example:
        >>> mean_squared_error([[0.0, 1.0]], [[1.0, 3.0]]).tolist()
        [2.5]
    """
    true, predicted = aligned(y_true, y_pred)
    return ops.mean(ops.square(ops.subtract(true, predicted)), axis=-1)


@known_as("keras.losses")
@ends_at_user
@rows_apart
def mean_absolute_error(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Averages |y_true - y_pred| over the last axis.

    Args:
        y_true: labels, of the shape of `y_pred` (a last axis of length one may be left out).
        y_pred: predictions `(..., n)`.

    Returns:
        A tensor `(...)`: the mean over the last axis.

    Example:
        >>> mean_absolute_error([[0.0, 1.0]], [[1.0, 3.0]]).tolist()
        [1.5]
    """
    true, predicted = aligned(y_true, y_pred)
    return ops.mean(ops.absolute(ops.subtract(true, predicted)), axis=-1)


@known_as("keras.losses")
@ends_at_user
@rows_apart
def mean_absolute_percentage_error(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Averages 100 |y_true - y_pred| / |y_true| over the last axis.

    Args:
        y_true: labels, of the shape of `y_pred` (a last axis of length one may be left out).
        y_pred: predictions `(..., n)`.

    Returns:
        A tensor `(...)`: the mean over the last axis.

    Example:
        >>> mean_absolute_percentage_error([[2.0, 4.0]], [[1.0, 3.0]]).tolist()
        [37.5]
    """
    true, predicted = aligned(y_true, y_pred)
    scale = ops.maximum(ops.absolute(true), epsilon())
    error = ops.absolute(ops.divide(ops.subtract(true, predicted), scale))
    return ops.multiply(ops.mean(error, axis=-1), 100.0)


@known_as("keras.losses")
@ends_at_user
@rows_apart
def mean_squared_logarithmic_error(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Averages (log(1 + y_true) - log(1 + y_pred))² over the last axis.

    Args:
        y_true: labels, of the shape of `y_pred` (a last axis of length one may be left out).
        y_pred: predictions `(..., n)`.

    Returns:
        A tensor `(...)`: the mean over the last axis.

    Example:
        >>> round(float(mean_squared_logarithmic_error([[0.0, 1.0]], [[0.0, 3.0]])[0]), 4)
        0.2402
    """
    true, predicted = aligned(y_true, y_pred)
    logs = (ops.log(ops.add(ops.maximum(x, epsilon()), 1.0)) for x in (true, predicted))
    return ops.mean(ops.square(ops.subtract(*logs)), axis=-1)


@known_as("keras.losses")
class MeanSquaredError(FunctionLoss):
    """Mean of squared errors: `mean_squared_error`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "mean_squared_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_squared_error, reduction, name, dtype)


@known_as("keras.losses")
class MeanAbsoluteError(FunctionLoss):
    """Mean of absolute errors: `mean_absolute_error`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "mean_absolute_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_absolute_error, reduction, name, dtype)


@known_as("keras.losses")
class MeanAbsolutePercentageError(FunctionLoss):
    """Mean of absolute errors relative to the labels, in percent: `mean_absolute_percentage_error`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "mean_absolute_percentage_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_absolute_percentage_error, reduction, name, dtype)


@known_as("keras.losses")
class MeanSquaredLogarithmicError(FunctionLoss):
    """Mean of squared differences of logarithms: `mean_squared_logarithmic_error`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "mean_squared_logarithmic_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_squared_logarithmic_error, reduction, name, dtype)
