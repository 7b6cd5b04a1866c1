"""Crossentropy that leaves easy samples to themselves."""

from typing import Annotated, Any, TypeAlias

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.config import epsilon
from tahr.core.ranges import Fraction, Kind, NotNegative, is_number
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike, is_sequence
from tahr.losses.alignment import alike
from tahr.losses.crossentropy import smoothed
from tahr.losses.weighting import Reduction
from tahr.losses.wrapper import FunctionLoss
from tahr.ops.nn.origins import logits_of


def _are_weights(value: Any) -> bool:
    listed: Any = value if is_sequence(value) else [value]
    return all(hasattr(w, "shape") or (is_number(w) and w >= 0) for w in listed)


Weights: TypeAlias = Annotated[Any, Kind("a number of 0 or more, or one for each", _are_weights)]


@known_as("keras.losses")
@ends_at_user
@rows_apart
def binary_focal_crossentropy(
    y_true: TensorLike,
    y_pred: TensorLike,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Averages (1 - p)^gamma times the crossentropy, p being what the right answer was given.

    Args:
        y_true: labels 0 and 1, of the shape of `y_pred`.
        y_pred: probabilities `(..., n)`.
        apply_class_balancing: whether to weight ones by alpha and zeros by 1 - alpha.
        alpha: the weight of ones.
        gamma: how much less easy samples count.
        from_logits: whether predictions are logits rather than probabilities.
        label_smoothing: how far labels are moved towards one half, 0 to 1.
        axis: the axis to average over.

    Returns:
        A tensor without that axis.

    Example:
        >>> round(float(binary_focal_crossentropy([[1.0]], [[0.5]])[0]), 4)
        0.1733

    Source: Lin et al. (2017), "Focal loss for dense object detection", eq. 4 and 5.
    """
    true, predicted = alike(y_true, y_pred)
    true = smoothed(true, label_smoothing, 0.5)
    if from_logits:
        predicted = ops.sigmoid(predicted)
    losses = ops.binary_crossentropy(true, predicted, from_logits=False)
    losses = ops.multiply(ops.power(ops.subtract(1.0, _mixed(true, predicted)), gamma), losses)
    if apply_class_balancing:
        losses = ops.multiply(_mixed(true, alpha), losses)
    return ops.mean(losses, axis=axis)


def _mixed(true: Tensor, share: TensorLike) -> Tensor:
    """Returns the share for labels of 1, and what is left of it for labels of 0."""
    missed = ops.multiply(ops.subtract(1.0, true), ops.subtract(1.0, share))
    return ops.add(ops.multiply(true, share), missed)


@known_as("keras.losses")
@ends_at_user
@rows_apart
def categorical_focal_crossentropy(
    y_true: TensorLike,
    y_pred: TensorLike,
    alpha: TensorLike = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Sums alpha (1 - p)^gamma times the crossentropy over the classes.

    Args:
        y_true: one-hot labels `(..., classes)`.
        y_pred: probabilities of the same shape.
        alpha: the weight of all classes, or a weight for each.
        gamma: how much less easy samples count.
        from_logits: whether predictions are logits rather than probabilities.
        label_smoothing: how far labels are moved towards even probabilities, 0 to 1.
        axis: the axis of the classes.

    Returns:
        A tensor without that axis.

    Example:
        >>> round(float(categorical_focal_crossentropy([[0.0, 1.0]], [[0.5, 0.5]])[0]), 4)
        0.0433

    Source: Lin et al. (2017), "Focal loss for dense object detection", eq. 5.
    """
    true, predicted = alike(y_true, y_pred)
    true = smoothed(true, label_smoothing, 1.0 / true.shape[axis])
    if from_logits:
        predicted = ops.softmax(predicted, axis=axis)
    known = logits_of(predicted, "softmax", axis)
    shares = ops.divide(predicted, ops.sum(predicted, axis=axis, keepdims=True))
    shares = ops.clip(shares, epsilon(), 1.0 - epsilon())
    logs = ops.log(shares) if known is None else ops.log_softmax(known, axis=axis)
    losses = ops.negative(ops.multiply(true, logs))
    weights = ops.multiply(ops.power(ops.subtract(1.0, shares), gamma), alpha)
    return ops.sum(ops.multiply(weights, losses), axis=axis)


@known_as("keras.losses")
class BinaryFocalCrossentropy(FunctionLoss):
    """Focal crossentropy, in which easy samples count less: `binary_focal_crossentropy`.

    Args:
        apply_class_balancing: whether to weight ones by alpha and zeros by 1 - alpha.
        alpha: the weight of ones.
        gamma: how much less easy samples count.
        from_logits: whether predictions are logits rather than probabilities.
        label_smoothing: how far labels are moved towards even probabilities, 0 to 1.
        axis: the axis to average over.
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    @checked
    def __init__(
        self,
        apply_class_balancing: bool = False,
        alpha: Fraction = 0.25,
        gamma: NotNegative = 2.0,
        from_logits: bool = False,
        label_smoothing: Fraction = 0.0,
        axis: int = -1,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "binary_focal_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            binary_focal_crossentropy,
            reduction,
            name,
            dtype,
            apply_class_balancing=apply_class_balancing,
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


@known_as("keras.losses")
class CategoricalFocalCrossentropy(FunctionLoss):
    """Focal crossentropy, in which easy samples count less: `categorical_focal_crossentropy`.

    Args:
        alpha: the weight of all classes, or a weight for each.
        gamma: how much less easy samples count.
        from_logits: whether predictions are logits rather than probabilities.
        label_smoothing: how far labels are moved towards even probabilities, 0 to 1.
        axis: the axis of the classes.
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    @checked
    def __init__(
        self,
        alpha: Weights = 0.25,
        gamma: NotNegative = 2.0,
        from_logits: bool = False,
        label_smoothing: Fraction = 0.0,
        axis: int = -1,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "categorical_focal_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            categorical_focal_crossentropy,
            reduction,
            name,
            dtype,
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )
