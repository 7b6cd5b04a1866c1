"""Losses by the angle between labels and predictions."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Whole
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
def cosine_similarity(y_true: TensorLike, y_pred: TensorLike, axis: int = -1) -> Tensor:
    """Returns minus the cosine of the angle between labels and predictions.

    Args:
        y_true: vectors along `axis`.
        y_pred: vectors of the same shape.
        axis: the axis they lie along.

    Returns:
        A tensor without that axis: -1 where they point the same way, 1 where opposite ways,
        0 where either is zero.

    Example:
        >>> cosine_similarity([[1.0, 0.0], [1.0, 0.0]], [[2.0, 0.0], [-3.0, 0.0]]).tolist()
        [-1.0, 1.0]
    """
    true, predicted = aligned(y_true, y_pred)
    product = ops.multiply(ops.normalize(true, axis=axis), ops.normalize(predicted, axis=axis))
    return ops.negative(ops.sum(product, axis=axis))


@known_as("keras.losses")
class CosineSimilarity(FunctionLoss):
    """Minus the cosine of the angle between labels and predictions: `cosine_similarity`.

    Args:
        axis: the axis vectors lie along.
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    @checked
    def __init__(
        self,
        axis: Whole = -1,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "cosine_similarity",
        dtype: Any = None,
    ) -> None:
        super().__init__(cosine_similarity, reduction, name, dtype, axis=axis)
