"""Losses that outliers pull less than squares do."""

import math
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Positive
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
def huber(y_true: TensorLike, y_pred: TensorLike, delta: float = 1.0) -> Tensor:
    """Averages, over the last axis, squares of small errors and multiples of large ones.

    Args:
        y_true: labels, of the shape of `y_pred`.
        y_pred: predictions `(..., n)`.
        delta: the error at which the parabola e² / 2 turns into the line delta (|e| - delta / 2).

    Returns:
        A tensor `(...)`.

    Example:
        >>> huber([[0.0, 0.0]], [[0.5, 3.0]]).tolist()
        [1.3125]

    Source: Huber (1964), "Robust estimation of a location parameter", eq. for rho.
    """
    true, predicted = aligned(y_true, y_pred)
    error = ops.absolute(ops.subtract(predicted, true))
    line = ops.multiply(delta, ops.subtract(error, 0.5 * delta))
    parabola = ops.multiply(0.5, ops.square(error))
    return ops.mean(ops.where(ops.less_equal(error, delta), parabola, line), axis=-1)


@known_as("keras.losses")
@ends_at_user
@rows_apart
def log_cosh(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Averages log(cosh(y_pred - y_true)) over the last axis, without overflow.

    Args:
        y_true: labels, of the shape of `y_pred`.
        y_pred: predictions `(..., n)`.

    Returns:
        A tensor `(...)`.

    Example:
        >>> round(float(log_cosh([[0.0]], [[100.0]])[0]), 4)
        99.3069
    """
    true, predicted = aligned(y_true, y_pred)
    error = ops.subtract(predicted, true)
    soft = ops.softplus(ops.multiply(-2.0, error))
    return ops.mean(ops.subtract(ops.add(error, soft), math.log(2.0)), axis=-1)


@known_as("keras.losses")
class Huber(FunctionLoss):
    """Squared for small errors, linear for large ones: `huber`.

    Args:
        delta: the error at which one turns into the other.
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    @checked
    def __init__(
        self,
        delta: Positive = 1.0,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "huber_loss",
        dtype: Any = None,
    ) -> None:
        super().__init__(huber, reduction, name, dtype, delta=delta)


@known_as("keras.losses")
class LogCosh(FunctionLoss):
    """Logarithm of the hyperbolic cosine of errors: `log_cosh`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "log_cosh",
        dtype: Any = None,
    ) -> None:
        super().__init__(log_cosh, reduction, name, dtype)
