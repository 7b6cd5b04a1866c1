"""How much of what is claimed and what is so overlaps, class by class."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Count, Fraction
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.metrics.metric import Metric


@known_as("keras.metrics")
@rows_apart
class IoU(Metric):
    """Intersection over union of labels and predictions, averaged over chosen classes.

    Args:
        num_classes: how many classes there are.
        target_class_ids: the classes to average over.
        name: for logs.
        dtype: the dtype of the counts; int32 by default.
        ignore_class: a label whose samples do not count.
        sparse_y_true: whether labels are class numbers rather than one-hot.
        sparse_y_pred: whether predictions are class numbers rather than scores.
        axis: the axis of the classes, where there is one.

    Raises:
        ArgumentError: a target class is none of the classes, there is none, or a number is out of
            its range.

    Example:
        >>> float(IoU(2, [1])([0, 0, 1, 1], [0, 1, 1, 1])) > 0.66
        True
    """

    @checked
    def __init__(
        self,
        num_classes: Count,
        target_class_ids: Sequence[int],
        name: str | None = None,
        dtype: Any = None,
        ignore_class: int | None = None,
        sparse_y_true: bool = True,
        sparse_y_pred: bool = True,
        axis: int = -1,
    ) -> None:
        super().__init__(name=name, dtype=dtype or "int32")
        self.num_classes = num_classes
        self.target_class_ids: list[int] = list(target_class_ids)
        self.ignore_class = ignore_class
        self.sparse_y_true = sparse_y_true
        self.sparse_y_pred = sparse_y_pred
        self.axis = axis
        if not self.target_class_ids:
            raise ArgumentError(
                "there is no class to average over",
                where=self.name,
                expected=f"some of 0..{num_classes - 1}",
            )
        for target in self.target_class_ids:
            if not 0 <= target < num_classes:
                raise ArgumentError(
                    f"class {target} is none of the classes",
                    where=self.name,
                    expected=f"0..{num_classes - 1}",
                )
        self.total_confusion_matrix: Variable = self.add_variable(
            (num_classes, num_classes), name="total_confusion_matrix"
        )

    def update_state(
        self, y_true: TensorLike, y_pred: TensorLike, sample_weight: TensorLike | None = None
    ) -> None:
        true = self._classes(y_true, self.sparse_y_true)
        predicted = self._classes(y_pred, self.sparse_y_pred)
        weights = ops.ones(true.shape, self.dtype)
        if sample_weight is not None:
            given = ops.cast(sample_weight, self.dtype)
            weights = ops.multiply(weights, _for_each(given, true))
        inside = ops.logical_and(
            ops.logical_and(ops.greater_equal(true, 0), ops.less(true, self.num_classes)),
            ops.logical_and(ops.greater_equal(predicted, 0), ops.less(predicted, self.num_classes)),
        )
        if self.ignore_class is not None:
            inside = ops.logical_and(inside, ops.not_equal(true, self.ignore_class))
        weights = ops.where(inside, weights, ops.zeros_like(weights))
        places = ops.add(ops.multiply(true, self.num_classes), predicted)
        places = ops.where(inside, places, ops.zeros_like(places))
        counts = ops.segment_sum(weights, places, self.num_classes**2)
        matrix = ops.reshape(counts, (self.num_classes, self.num_classes))
        self.total_confusion_matrix.assign_add(matrix)

    def _classes(self, values: TensorLike, sparse: bool) -> Tensor:
        classes = values if sparse else ops.argmax(values, axis=self.axis)
        return ops.reshape(ops.cast(classes, "int32"), (-1,))

    def result(self) -> Tensor:
        matrix = ops.cast(self.total_confusion_matrix, None)
        both = ops.diagonal(matrix)
        either = ops.subtract(ops.add(ops.sum(matrix, axis=0), ops.sum(matrix, axis=1)), both)
        chosen = ops.convert_to_tensor(self.target_class_ids, dtype="int32")
        both, either = ops.take(both, chosen, axis=0), ops.take(either, chosen, axis=0)
        met = ops.sum(ops.cast(ops.greater(either, 0.0), both.dtype))
        return ops.divide_no_nan(ops.sum(ops.divide_no_nan(both, either)), met)

    def _config_without(self, *names: str) -> dict[str, Any]:
        config = IoU.get_config(self)
        return {name: value for name, value in config.items() if name not in names}


def _for_each(weights: Tensor, classes: Tensor) -> Tensor:
    """Returns a weight for each place, where there may be only one for each sample."""
    if not weights.shape or weights.shape == (1,):
        return weights
    flat = ops.reshape(weights, (-1,))
    if flat.shape == classes.shape:
        return flat
    return ops.repeat(flat, classes.shape[0] // flat.shape[0])


@known_as("keras.metrics")
class BinaryIoU(IoU):
    """Intersection over union of binary labels and predictions.

    Args:
        target_class_ids: 0, 1 or both, to average over.
        threshold: from it on a prediction counts as 1; None where predictions are 0 and 1.
        name: for logs.
        dtype: the dtype of the counts; int32 by default.

    Raises:
        ArgumentError: a target class is neither 0 nor 1.

    Example:
        >>> float(BinaryIoU([1])([1, 1], [0.9, 0.2]))
        0.5
    """

    @checked
    def __init__(
        self,
        target_class_ids: Sequence[int] = (0, 1),
        threshold: Fraction | None = 0.5,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(2, target_class_ids, name, dtype)
        self.threshold = threshold

    def update_state(
        self, y_true: TensorLike, y_pred: TensorLike, sample_weight: TensorLike | None = None
    ) -> None:
        chosen = y_pred
        if self.threshold is not None:
            chosen = ops.greater_equal(ops.convert_to_tensor(y_pred), self.threshold)
        super().update_state(y_true, chosen, sample_weight)


@known_as("keras.metrics")
class MeanIoU(IoU):
    """Intersection over union of labels and predictions, averaged over all classes.

    Args:
        num_classes: how many classes there are.
        name: for logs.
        dtype: the dtype of the counts; int32 by default.
        ignore_class: a label whose samples do not count.
        sparse_y_true: whether labels are class numbers rather than one-hot.
        sparse_y_pred: whether predictions are class numbers rather than scores.
        axis: the axis of the classes, where there is one.

    Example:
        >>> float(MeanIoU(2)([0, 0, 1, 1], [0, 0, 1, 1]))
        1.0
    """

    @checked
    def __init__(
        self,
        num_classes: Count,
        name: str | None = None,
        dtype: Any = None,
        ignore_class: int | None = None,
        sparse_y_true: bool = True,
        sparse_y_pred: bool = True,
        axis: int = -1,
    ) -> None:
        every = range(num_classes)
        super().__init__(
            num_classes, every, name, dtype, ignore_class, sparse_y_true, sparse_y_pred, axis
        )


@known_as("keras.metrics")
class OneHotIoU(IoU):
    """Intersection over union of one-hot labels and scores, averaged over chosen classes.

    Args:
        num_classes: how many classes there are.
        target_class_ids: the classes to average over.
        name: for logs.
        dtype: the dtype of the counts; int32 by default.
        ignore_class: a label whose samples do not count.
        sparse_y_pred: whether predictions are class numbers rather than scores.
        axis: the axis of the classes.
    """

    @checked
    def __init__(
        self,
        num_classes: Count,
        target_class_ids: Sequence[int],
        name: str | None = None,
        dtype: Any = None,
        ignore_class: int | None = None,
        sparse_y_pred: bool = False,
        axis: int = -1,
    ) -> None:
        super().__init__(
            num_classes, target_class_ids, name, dtype, ignore_class, False, sparse_y_pred, axis
        )


@known_as("keras.metrics")
class OneHotMeanIoU(MeanIoU):
    """Intersection over union of one-hot labels and scores, averaged over all classes.

    Args:
        num_classes: how many classes there are.
        name: for logs.
        dtype: the dtype of the counts; int32 by default.
        ignore_class: a label whose samples do not count.
        sparse_y_pred: whether predictions are class numbers rather than scores.
        axis: the axis of the classes.
    """

    @checked
    def __init__(
        self,
        num_classes: Count,
        name: str | None = None,
        dtype: Any = None,
        ignore_class: int | None = None,
        sparse_y_pred: bool = False,
        axis: int = -1,
    ) -> None:
        super().__init__(num_classes, name, dtype, ignore_class, False, sparse_y_pred, axis)
