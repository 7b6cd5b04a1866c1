"""A loss that pulls alike samples together and others apart."""

from typing import Any

from tahr import ops
from tahr.core.masks import set_mask
from tahr.core.registry import known_as
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.weighting import Reduction
from tahr.losses.wrapper import FunctionLoss


@known_as("keras.losses")
@ends_at_user
def circle(
    y_true: TensorLike,
    y_pred: TensorLike,
    ref_labels: TensorLike | None = None,
    ref_embeddings: TensorLike | None = None,
    remove_diagonal: bool = True,
    gamma: float = 80,
    margin: float = 0.4,
) -> Tensor:
    """Computes the circle loss of embeddings with all others of the batch.

    Args:
        y_true: class numbers `(batch,)` or `(batch, 1)`.
        y_pred: embeddings of length one, `(batch, n)`.
        ref_labels: class numbers of the embeddings to compare with; `y_true` by default.
        ref_embeddings: these embeddings; `y_pred` by default.
        remove_diagonal: whether a sample is not compared with itself.
        gamma: the scale of similarities.
        margin: how far from 1 and 0 similarities may stay.

    Returns:
        A tensor `(batch,)` with a mask: samples count which have another of their class.

    Example:
        >>> circle([0, 0, 1], [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]).tolist()[2]
        0.0

    Source: Sun et al. (2020), "Circle loss", eq. 6 and 8-10.
    """
    embeddings = ops.convert_to_tensor(y_pred)
    others = embeddings if ref_embeddings is None else ops.cast(ref_embeddings, embeddings.dtype)
    labels = ops.reshape(ops.convert_to_tensor(y_true), (-1, 1))
    known = labels if ref_labels is None else ops.cast(ref_labels, labels.dtype)
    similar = ops.matmul(embeddings, ops.transpose(others))
    same = ops.equal(labels, ops.reshape(known, (1, -1)))
    other = ops.logical_not(same)
    if remove_diagonal:
        itself = ops.eye(similar.shape[0], similar.shape[1], dtype="bool")
        same = ops.logical_and(same, ops.logical_not(itself))
    far = ops.maximum(ops.subtract(1.0 + margin, similar), 0.0)
    near = ops.maximum(ops.add(similar, margin), 0.0)
    pull = ops.multiply(far, ops.subtract(1.0 - margin, similar))
    push = ops.multiply(near, ops.subtract(similar, margin))
    within = _log_sum_exp(ops.multiply(pull, float(gamma)), same)
    across = _log_sum_exp(ops.multiply(push, float(gamma)), other)
    losses = ops.softplus(ops.add(within, across))
    set_mask(losses, ops.any(same, axis=1))
    return losses


def _log_sum_exp(logits: Tensor, counts: Tensor) -> Tensor:
    """Adds up exponentials in each row where they count; -inf would make gradients NaN."""
    return ops.logsumexp(ops.where(counts, logits, -1e9), axis=1)


@known_as("keras.losses")
class Circle(FunctionLoss):
    """Pulls samples of a class together and others apart: `circle`.

    Args:
        gamma: the scale of similarities.
        margin: how far from 1 and 0 similarities may stay.
        remove_diagonal: whether a sample is not compared with itself.
        reduction: how losses become one number, see `Loss`.
        name: for logs.
        dtype: the dtype of the computation.
    """

    def __init__(
        self,
        gamma: float = 80.0,
        margin: float = 0.4,
        remove_diagonal: bool = True,
        reduction: Reduction | None = "sum_over_batch_size",
        name: str | None = "circle",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            circle,
            reduction,
            name,
            dtype,
            gamma=gamma,
            margin=margin,
            remove_diagonal=remove_diagonal,
        )
