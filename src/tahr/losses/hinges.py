"""Losses that ask for a margin between right and wrong."""

from typing import Any

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import alike
from tahr.losses.weighting import Reduction
from tahr.losses.wrapper import FunctionLoss


def signed(labels: Tensor) -> Tensor:
    """Turns labels that are all 0 or 1 into -1 and 1, and leaves any others as they are."""
    binary = ops.all(ops.logical_or(ops.equal(labels, 0.0), ops.equal(labels, 1.0)))
    return ops.where(binary, ops.subtract(ops.multiply(2.0, labels), 1.0), labels)


def _shortfall(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    true, predicted = alike(y_true, y_pred)
    return ops.maximum(ops.subtract(1.0, ops.multiply(signed(true), predicted)), 0.0)


@known_as("keras.losses")
@ends_at_user
@rows_apart
def hinge(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Averages max(1 - y_true y_pred, 0) over the last axis.

    Args:
        y_true: labels -1 and 1, or 0 and 1, of the shape of `y_pred`.
        y_pred: scores `(..., n)`.

    Returns:
        A tensor `(...)`.

    Example:
        >>> hinge([[1.0, 0.0]], [[0.5, -2.0]]).tolist()
        [0.25]
    """
    return ops.mean(_shortfall(y_true, y_pred), axis=-1)


@known_as("keras.losses")
@ends_at_user
@rows_apart
def squared_hinge(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Averages max(1 - y_true y_pred, 0)² over the last axis.

    Args:
        y_true: labels -1 and 1, or 0 and 1, of the shape of `y_pred`.
        y_pred: scores `(..., n)`.

    Returns:
        A tensor `(...)`.

    Example:
        >>> squared_hinge([[1.0, 0.0]], [[0.5, -2.0]]).tolist()
        [0.125]
    """
    return ops.mean(ops.square(_shortfall(y_true, y_pred)), axis=-1)


@known_as("keras.losses")
@ends_at_user
@rows_apart
def categorical_hinge(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Asks that the right class score higher by one than the best of the wrong ones.

    Args:
        y_true: one-hot labels `(..., classes)`.
        y_pred: scores of the same shape.

    Returns:
        A tensor `(...)`: max(1 + best wrong score - right score, 0).

    Example:
        >>> categorical_hinge([[0.0, 1.0]], [[0.5, 0.75]]).tolist()
        [0.75]
    """
    true, predicted = alike(y_true, y_pred)
    right = ops.sum(ops.multiply(true, predicted), axis=-1)
    wrong = ops.max(ops.multiply(ops.subtract(1.0, true), predicted), axis=-1)
    return ops.maximum(ops.add(ops.subtract(wrong, right), 1.0), 0.0)


@known_as("keras.losses")
class Hinge(FunctionLoss):
    """By how much predictions miss a margin of one: `hinge`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "hinge",
        dtype: Any = None,
    ) -> None:
        super().__init__(hinge, reduction, name, dtype)


@known_as("keras.losses")
class SquaredHinge(FunctionLoss):
    """The square of how much predictions miss a margin of one: `squared_hinge`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "squared_hinge",
        dtype: Any = None,
    ) -> None:
        super().__init__(squared_hinge, reduction, name, dtype)


@known_as("keras.losses")
class CategoricalHinge(FunctionLoss):
    """By how much the right class misses a margin of one: `categorical_hinge`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "categorical_hinge",
        dtype: Any = None,
    ) -> None:
        super().__init__(categorical_hinge, reduction, name, dtype)
