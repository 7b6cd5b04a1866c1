"""Losses by how much of two regions overlaps."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.config import epsilon
from tahr.core.ranges import Axes, NotNegative
from tahr.core.registry import known_as
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import alike
from tahr.losses.weighting import Reduction
from tahr.losses.wrapper import FunctionLoss


def _shared(true: Tensor, predicted: Tensor, axis: Axes | None) -> Tensor:
    return ops.sum(ops.multiply(true, predicted), axis=axis)


@known_as("keras.losses")
@ends_at_user
def dice(y_true: TensorLike, y_pred: TensorLike, axis: Axes | None = None) -> Tensor:
    """Returns 1 - 2 |overlap| / (|y_true| + |y_pred|).

    Args:
        y_true: masks, 1 inside and 0 outside, of the shape of `y_pred`.
        y_pred: probabilities of any shape.
        axis: the axes regions extend over; all by default.

    Returns:
        A tensor without these axes: 0 where the regions agree, 1 where they are apart.

    Example:
        >>> round(float(dice([[1.0, 0.0]], [[1.0, 1.0]])), 4)
        0.3333

    Source: Milletari et al. (2016), "V-Net", section 3.
    """
    true, predicted = alike(y_true, y_pred)
    sizes = ops.add(ops.sum(true, axis=axis), ops.sum(predicted, axis=axis))
    overlap = ops.multiply(2.0, _shared(true, predicted, axis))
    return ops.subtract(1.0, ops.divide(overlap, ops.add(sizes, epsilon())))


@known_as("keras.losses")
@ends_at_user
def tversky(
    y_true: TensorLike,
    y_pred: TensorLike,
    alpha: float = 0.5,
    beta: float = 0.5,
    axis: Axes | None = None,
) -> Tensor:
    """Returns 1 - |overlap| / (|overlap| + alpha |missed| + beta |wrongly claimed|).

    Args:
        y_true: masks, 1 inside and 0 outside, of the shape of `y_pred`.
        y_pred: probabilities of any shape.
        alpha: how much what is missed counts.
        beta: how much what is wrongly claimed counts.
        axis: the axes regions extend over; all by default.

    Returns:
        A tensor without these axes: 0 where the regions agree, 1 where they are apart.

    Example:
        >>> round(float(tversky([[1.0, 0.0]], [[1.0, 1.0]], beta=1.0)), 4)
        0.5

    Source: Salehi et al. (2017), "Tversky loss function for image segmentation", eq. 2 and 3.
    """
    true, predicted = alike(y_true, y_pred)
    overlap = _shared(true, predicted, axis)
    missed = _shared(true, ops.subtract(1.0, predicted), axis)
    claimed = _shared(ops.subtract(1.0, true), predicted, axis)
    wrong = ops.add(ops.multiply(alpha, missed), ops.multiply(beta, claimed))
    whole = ops.add(ops.add(overlap, wrong), epsilon())
    return ops.subtract(1.0, ops.divide(overlap, whole))


@known_as("keras.losses")
class Dice(FunctionLoss):
    """One minus the Dice coefficient, the overlap of two regions: `dice`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        axis: the axes regions extend over; all by default.
        dtype: the dtype of the computation.
    """

    @checked
    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "dice",
        axis: Axes | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(dice, reduction, name, dtype, axis=axis)


@known_as("keras.losses")
class Tversky(FunctionLoss):
    """One minus the Tversky index, an overlap that weighs the two kinds of error: `tversky`.

    Args:
        alpha: how much what is missed counts.
        beta: how much what is wrongly claimed counts.
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        axis: the axes regions extend over; all by default.
        dtype: the dtype of the computation.
    """

    @checked
    def __init__(
        self,
        alpha: NotNegative = 0.5,
        beta: NotNegative = 0.5,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "tversky",
        axis: Axes | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(tversky, reduction, name, dtype, alpha=alpha, beta=beta, axis=axis)
