"""How often predictions are right."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Inside
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import aligned, same_rank
from tahr.metrics.averages import FunctionMetric


def accuracy(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Returns where predictions equal labels, as 1.0 and 0.0.

    Example:
        >>> accuracy([1, 2], [1, 3]).tolist()
        [1.0, 0.0]
    """
    return ops.cast(ops.equal(*aligned(y_true, y_pred)), None)


@known_as("keras.metrics")
@ends_at_user
@rows_apart
def binary_accuracy(y_true: TensorLike, y_pred: TensorLike, threshold: float = 0.5) -> Tensor:
    """Returns where predictions are on the labels' side of a threshold.

    Args:
        y_true: labels 0 and 1, of the shape of `y_pred`.
        y_pred: probabilities of any shape.
        threshold: above it a prediction counts as 1.

    Returns:
        1.0 and 0.0, in the shape of `y_pred`.

    Example:
        >>> binary_accuracy([1.0, 0.0], [0.6, 0.7]).tolist()
        [1.0, 0.0]
    """
    true, predicted = same_rank(ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred))
    chosen = ops.cast(ops.greater(predicted, threshold), true.dtype)
    return ops.cast(ops.equal(true, chosen), None)


@known_as("keras.metrics")
@ends_at_user
@rows_apart
def categorical_accuracy(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Returns where the most likely class is that of a one-hot label.

    Args:
        y_true: one-hot labels `(..., classes)`.
        y_pred: probabilities or scores of the same shape.

    Returns:
        1.0 and 0.0, `(...)`.

    Example:
        >>> categorical_accuracy([[0.0, 1.0], [0.0, 1.0]], [[0.3, 0.7], [0.8, 0.2]]).tolist()
        [1.0, 0.0]
    """
    return sparse_categorical_accuracy(ops.argmax(y_true, axis=-1), y_pred)


@known_as("keras.metrics")
@ends_at_user
@rows_apart
def sparse_categorical_accuracy(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Returns where the most likely class is the one a label names.

    Args:
        y_true: class numbers `(...)` or `(..., 1)`.
        y_pred: probabilities or scores `(..., classes)`.

    Returns:
        1.0 and 0.0, `(...)`.

    Example:
        >>> sparse_categorical_accuracy([1, 1], [[0.3, 0.7], [0.8, 0.2]]).tolist()
        [1.0, 0.0]
    """
    true, predicted = ops.convert_to_tensor(y_true), ops.convert_to_tensor(y_pred)
    if len(true.shape) == len(predicted.shape) and true.shape[-1] == 1:
        true = ops.squeeze(true, -1)
    chosen = ops.argmax(predicted, axis=-1)
    return ops.cast(ops.equal(ops.cast(true, chosen.dtype), chosen), None)


@known_as("keras.metrics")
class Accuracy(FunctionMetric):
    """How often predictions equal labels.

    Args:
        name: for logs.
        dtype: the dtype of the computation.

    Example:
        >>> float(Accuracy()([1, 2], [1, 3]))
        0.5
    """

    def __init__(self, name: str | None = "accuracy", dtype: Any = None) -> None:
        super().__init__(accuracy, name, dtype)


@known_as("keras.metrics")
class BinaryAccuracy(FunctionMetric):
    """How often predictions are on the labels' side of a threshold.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
        threshold: above it a prediction counts as 1; 0 to 1.

    Raises:
        ArgumentError: the threshold is not between 0 and 1.

    Example:
        >>> float(BinaryAccuracy()([1.0, 0.0], [0.6, 0.7]))
        0.5
    """

    @checked
    def __init__(
        self,
        name: str | None = "binary_accuracy",
        dtype: Any = None,
        threshold: Inside | None = 0.5,
    ) -> None:
        super().__init__(binary_accuracy, name, dtype, threshold=threshold)
        self.threshold = threshold


@known_as("keras.metrics")
class CategoricalAccuracy(FunctionMetric):
    """How often the most likely class is that of a one-hot label.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(self, name: str | None = "categorical_accuracy", dtype: Any = None) -> None:
        super().__init__(categorical_accuracy, name, dtype)


@known_as("keras.metrics")
class SparseCategoricalAccuracy(FunctionMetric):
    """How often the most likely class is the one a label names.

    Args:
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(self, name: str | None = "sparse_categorical_accuracy", dtype: Any = None) -> None:
        super().__init__(sparse_categorical_accuracy, name, dtype)
