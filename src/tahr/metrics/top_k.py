"""How often the right class is among the k most likely ones."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.metrics.averages import FunctionMetric


@known_as("keras.metrics")
@ends_at_user
@rows_apart
def sparse_top_k_categorical_accuracy(
    y_true: TensorLike, y_pred: TensorLike, k: int = 5, from_sorted_ids: bool = False
) -> Tensor:
    """Returns where the class a label names is among the k most likely.

    Args:
        y_true: class numbers `(...)` or `(..., 1)`.
        y_pred: scores `(..., classes)`, or class numbers with the likeliest first.
        k: how many classes count.
        from_sorted_ids: whether predictions are class numbers rather than scores.

    Returns:
        1.0 and 0.0, `(...)`.

    Example:
        >>> scores = [[0.3, 0.6, 0.1], [0.1, 0.5, 0.4]]
        >>> sparse_top_k_categorical_accuracy([0, 0], scores, k=2).tolist()
        [1.0, 0.0]
    """
    predicted, true = ops.convert_to_tensor(y_pred), ops.convert_to_tensor(y_true)
    if len(true.shape) == len(predicted.shape) and true.shape[-1] == 1:
        true = ops.squeeze(true, -1)
    true = ops.expand_dims(ops.cast(true, "int32"), -1)
    if from_sorted_ids:
        found = ops.any(ops.equal(ops.cast(predicted, "int32")[..., :k], true), axis=-1)
        return ops.cast(found, None)
    last = predicted.shape[-1] - 1
    exists = ops.squeeze(ops.equal(true, ops.clip(true, 0, last)), -1)
    few = ops.less(_rank(ops.clip(true, 0, last), predicted), k)
    return ops.cast(ops.logical_and(exists, few), None)


def _rank(classes: Tensor, scores: Tensor) -> Tensor:
    """Counts the classes that score higher than the given one; NaN counts as higher."""
    score = ops.take_along_axis(scores, classes, axis=-1)
    higher = ops.logical_not(ops.less_equal(scores, score))
    return ops.sum(ops.cast(higher, "int32"), axis=-1)


@known_as("keras.metrics")
@ends_at_user
@rows_apart
def top_k_categorical_accuracy(y_true: TensorLike, y_pred: TensorLike, k: int = 5) -> Tensor:
    """Returns where the class of a one-hot label is among the k most likely.

    Args:
        y_true: one-hot labels `(..., classes)`.
        y_pred: scores of the same shape.
        k: how many classes count.

    Returns:
        1.0 and 0.0, `(...)`.

    Example:
        >>> top_k_categorical_accuracy([[1.0, 0.0, 0.0]], [[0.3, 0.6, 0.1]], k=2).tolist()
        [1.0]
    """
    return sparse_top_k_categorical_accuracy(ops.argmax(y_true, axis=-1), y_pred, k)


@known_as("keras.metrics")
class TopKCategoricalAccuracy(FunctionMetric):
    """How often the class of a one-hot label is among the k most likely.

    Args:
        k: how many classes count.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: `k` is no positive integer.
    """

    @checked
    def __init__(
        self, k: Count = 5, name: str | None = "top_k_categorical_accuracy", dtype: Any = None
    ) -> None:
        super().__init__(top_k_categorical_accuracy, name, dtype, k=k)
        self.k = k


@known_as("keras.metrics")
class SparseTopKCategoricalAccuracy(FunctionMetric):
    """How often the class a label names is among the k most likely.

    Args:
        k: how many classes count.
        name: for logs.
        dtype: the dtype of the computation.
        from_sorted_ids: whether predictions are class numbers with the likeliest first.

    Raises:
        ArgumentError: `k` is no positive integer.
    """

    in_config_if_changed: tuple[str, ...] = ("from_sorted_ids",)

    @checked
    def __init__(
        self,
        k: Count = 5,
        name: str | None = "sparse_top_k_categorical_accuracy",
        dtype: Any = None,
        from_sorted_ids: bool = False,
    ) -> None:
        sorted_ids = {"from_sorted_ids": True} if from_sorted_ids else {}
        super().__init__(sparse_top_k_categorical_accuracy, name, dtype, k=k, **sorted_ids)
        self.k = k
        self.from_sorted_ids = from_sorted_ids
