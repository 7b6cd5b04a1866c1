"""Losses by how far predicted distributions and rates are from the true ones."""

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
def kl_divergence(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Sums y_true log(y_true / y_pred) over the last axis.

    Args:
        y_true: probabilities `(..., n)`.
        y_pred: probabilities of the same shape.

    Returns:
        A tensor `(...)`.

    Example:
        >>> round(float(kl_divergence([[0.5, 0.5]], [[0.25, 0.75]])[0]), 4)
        0.1438

    Source: Kullback and Leibler (1951), "On information and sufficiency", eq. 2.4.
    """
    true, predicted = (ops.clip(x, epsilon(), 1.0) for x in aligned(y_true, y_pred))
    return ops.sum(ops.multiply(true, ops.log(ops.divide(true, predicted))), axis=-1)


@known_as("keras.losses")
@ends_at_user
@rows_apart
def poisson(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Averages y_pred - y_true log(y_pred) over the last axis.

    Args:
        y_true: counts `(..., n)`.
        y_pred: rates of the same shape, positive.

    Returns:
        A tensor `(...)`.

    Example:
        >>> round(float(poisson([[2.0]], [[1.0]])[0]), 4)
        1.0
    """
    true, predicted = aligned(y_true, y_pred)
    logs = ops.log(ops.add(predicted, epsilon()))
    return ops.mean(ops.subtract(predicted, ops.multiply(true, logs)), axis=-1)


@known_as("keras.losses")
class KLDivergence(FunctionLoss):
    """Kullback-Leibler divergence of distributions: `kl_divergence`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "kl_divergence",
        dtype: Any = None,
    ) -> None:
        super().__init__(kl_divergence, reduction, name, dtype)


@known_as("keras.losses")
class Poisson(FunctionLoss):
    """Negative log-likelihood of a Poisson distribution: `poisson`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "poisson",
        dtype: Any = None,
    ) -> None:
        super().__init__(poisson, reduction, name, dtype)
