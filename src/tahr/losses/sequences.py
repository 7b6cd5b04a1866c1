"""A loss for label sequences whose places in time are not known."""

from typing import Any

from tahr import ops
from tahr.core.errors import ShapeError
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.specs import show
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.weighting import Reduction
from tahr.losses.wrapper import FunctionLoss


@known_as("keras.losses")
@ends_at_user
@rows_apart
def ctc(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Returns minus the log-probability of label sequences, over all their alignments.

    Args:
        y_true: class numbers `(batch, labels)`, filled up with 0, which stands for no label.
        y_pred: logits `(batch, time, classes)`.

    Returns:
        A tensor `(batch,)`.

    Raises:
        ShapeError: labels or logits have another number of axes.

    Example:
        >>> round(float(ctc([[1, 0]], [[[0.0, 0.0]]])[0]), 4)
        0.6931

    Source: Graves et al. (2006), "Connectionist temporal classification", eq. 8.
    """
    labels, logits = ops.cast(y_true, "int32"), ops.convert_to_tensor(y_pred)
    if len(labels.shape) != 2 or len(logits.shape) != 3:
        raise ShapeError(
            "labels or logits have another number of axes",
            where="ctc",
            expected="labels (batch, labels), logits (batch, time, classes)",
            got=f"{show(labels.shape)} and {show(logits.shape)}",
        )
    lengths = ops.sum(ops.cast(ops.not_equal(labels, 0), "int32"), axis=-1)
    times = ops.multiply(ops.ones_like(lengths), logits.shape[1])
    return ops.ctc_loss(labels, logits, lengths, times, mask_index=0)


@known_as("keras.losses")
class CTC(FunctionLoss):
    """Connectionist temporal classification: label sequences without known alignment, `ctc`.

    Args:
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "ctc",
        dtype: Any = None,
    ) -> None:
        super().__init__(ctc, reduction, name, dtype)
