"""Crossentropy that bears wrong labels."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Inside
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.classes import check_classes, labels_by
from tahr.losses.weighting import Reduction
from tahr.losses.wrapper import FunctionLoss


@known_as("keras.losses")
@ends_at_user
@rows_apart
@labels_by(check_classes)
def categorical_generalized_cross_entropy(
    y_true: TensorLike, y_pred: TensorLike, q: float
) -> Tensor:
    """Returns (1 - p^q) / q, p being the probability of the right class.

    Args:
        y_true: class numbers `(...)` or `(..., 1)`.
        y_pred: probabilities `(..., classes)`.
        q: 0 to 1: towards 0 the crossentropy, at 1 the absolute error.

    Returns:
        A tensor `(...)`.

    Example:
        >>> categorical_generalized_cross_entropy([1], [[0.75, 0.25]], 0.5).tolist()
        [1.0]

    Source: Zhang and Sabuncu (2018), "Generalized cross entropy loss", eq. 6.
    """
    predicted = ops.convert_to_tensor(y_pred)
    classes = ops.cast(y_true, "int32")
    if len(classes.shape) == len(predicted.shape) and classes.shape[-1] == 1:
        classes = ops.squeeze(classes, -1)
    chosen = ops.one_hot(classes, predicted.shape[-1], dtype=predicted.dtype)
    share = ops.sum(ops.multiply(chosen, predicted), axis=-1)
    return ops.divide(ops.subtract(1.0, ops.power(share, q)), q)


@known_as("keras.losses")
class CategoricalGeneralizedCrossEntropy(FunctionLoss):
    """Crossentropy that is robust to wrong labels: `categorical_generalized_cross_entropy`.

    Args:
        q: 0 to 1: towards 0 the crossentropy, at 1 the absolute error.
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.

    Raises:
        ArgumentError: q is not between 0 and 1.
    """

    @checked
    def __init__(
        self,
        q: Inside = 0.5,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "categorical_generalized_cross_entropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(categorical_generalized_cross_entropy, reduction, name, dtype, q=q)
