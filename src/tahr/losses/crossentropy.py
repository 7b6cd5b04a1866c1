"""Crossentropy between labels and predicted probabilities."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.masks import set_mask
from tahr.core.ranges import Fraction
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import alike
from tahr.losses.classes import check_classes, labels_by, tell_of_labels
from tahr.losses.weighting import Reduction
from tahr.losses.wrapper import FunctionLoss
from tahr.ops.axes import axis_of


def smoothed(labels: Tensor, smoothing: float, share: float) -> Tensor:
    """Moves labels towards an even share.

    Source: Szegedy et al. (2016), "Rethinking the Inception architecture", section 7.
    """
    if not smoothing:
        return labels
    return ops.add(ops.multiply(labels, 1.0 - smoothing), smoothing * share)


@known_as("keras.losses")
@ends_at_user
@rows_apart
@labels_by(tell_of_labels)
def binary_crossentropy(
    y_true: TensorLike,
    y_pred: TensorLike,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Returns the crossentropy of binary predictions, averaged over an axis.

    Args:
        y_true: labels 0 and 1, of the shape of `y_pred`.
        y_pred: probabilities `(..., n)`.
        from_logits: whether predictions are logits rather than probabilities.
        label_smoothing: how far labels are moved towards one half, 0 to 1.
        axis: the axis to average over.

    Returns:
        A tensor without that axis.

    Example:
        >>> round(float(binary_crossentropy([[1.0, 0.0]], [[0.5, 0.5]])[0]), 4)
        0.6931
    """
    true, predicted = alike(y_true, y_pred)
    true = smoothed(true, label_smoothing, 0.5)
    losses = ops.binary_crossentropy(true, predicted, from_logits=from_logits)
    return ops.mean(losses, axis=axis)


@known_as("keras.losses")
@ends_at_user
@rows_apart
def categorical_crossentropy(
    y_true: TensorLike,
    y_pred: TensorLike,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Computes the crossentropy of predictions with one-hot labels.

    Args:
        y_true: one-hot labels, or probabilities, `(..., classes)`.
        y_pred: probabilities of the same shape.
        from_logits: whether predictions are logits rather than probabilities.
        label_smoothing: how far labels are moved towards even probabilities, 0 to 1.
        axis: the axis of the classes.

    Returns:
        A tensor without that axis.

    Example:
        >>> round(float(categorical_crossentropy([[0.0, 1.0]], [[0.5, 0.5]])[0]), 4)
        0.6931
    """
    true, predicted = alike(y_true, y_pred)
    true = smoothed(true, label_smoothing, 1.0 / true.shape[axis_of(axis, len(true.shape))])
    return ops.categorical_crossentropy(true, predicted, from_logits=from_logits, axis=axis)


@known_as("keras.losses")
@ends_at_user
@rows_apart
@labels_by(check_classes)
def sparse_categorical_crossentropy(
    y_true: TensorLike,
    y_pred: TensorLike,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> Tensor:
    """Computes the crossentropy of predictions with integer labels.

    Args:
        y_true: class numbers `(...)` or `(..., 1)`.
        y_pred: probabilities `(..., classes)`.
        from_logits: whether predictions are logits rather than probabilities.
        ignore_class: a label whose samples count as nothing.
        axis: the axis of the classes.

    Returns:
        A tensor `(...)`; where a class is ignored it carries a mask.

    Example:
        >>> round(float(sparse_categorical_crossentropy([1], [[0.5, 0.5]])[0]), 4)
        0.6931
    """
    true, predicted = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    if len(true.shape) == len(predicted.shape) and true.shape[-1] == 1:
        true = ops.squeeze(true, -1)
    if ignore_class is None:
        return ops.sparse_categorical_crossentropy(
            true, predicted, from_logits=from_logits, axis=axis
        )
    counts = ops.not_equal(true, ops.cast(ignore_class, true.dtype))
    losses = ops.sparse_categorical_crossentropy(
        ops.where(counts, true, ops.zeros_like(true)),
        predicted,
        from_logits=from_logits,
        axis=axis,
    )
    losses = ops.where(counts, losses, ops.zeros_like(losses))
    set_mask(losses, counts)
    return losses


@known_as("keras.losses")
class BinaryCrossentropy(FunctionLoss):
    """Crossentropy of binary predictions: `binary_crossentropy`.

    Args:
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
        from_logits: bool = False,
        label_smoothing: Fraction = 0.0,
        axis: int = -1,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "binary_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            binary_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


@known_as("keras.losses")
class CategoricalCrossentropy(FunctionLoss):
    """Crossentropy with one-hot labels: `categorical_crossentropy`.

    Args:
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
        from_logits: bool = False,
        label_smoothing: Fraction = 0.0,
        axis: int = -1,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            categorical_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


@known_as("keras.losses")
class SparseCategoricalCrossentropy(FunctionLoss):
    """Crossentropy with integer labels: `sparse_categorical_crossentropy`.

    Args:
        from_logits: whether predictions are logits rather than probabilities.
        ignore_class: a label whose samples count as nothing.
        reduction: how losses become one number, see `Loss`.
        axis: the axis of the classes.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: Reduction | None = "sum_over_batch_size",
        axis: int = -1,
        name: str | None = "sparse_categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            sparse_categorical_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            ignore_class=ignore_class,
            axis=axis,
        )
