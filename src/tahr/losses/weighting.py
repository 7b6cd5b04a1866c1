"""From one loss a sample to one number: masks, sample weights, reductions."""

from typing import Annotated, Literal, TypeAlias

from tahr import ops
from tahr.compat.keywords import VALUES
from tahr.core.ranges import Formerly
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import same_rank
from tahr.ops.filled import counted, number

Reduction: TypeAlias = Annotated[
    Literal["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"],
    Formerly(tuple(VALUES["reduction"])),
]
BY_SIZE = ("sum_over_batch_size", "mean")


def masked_weights(
    weights: TensorLike | None, mask: TensorLike | None, dtype: str, reduction: str | None
) -> TensorLike | None:
    """Folds a mask into sample weights.

    Where the sum of the losses will be divided by their number, the mask is scaled up so that
    what is masked out does not count as a zero.

    Args:
        weights: one number a sample or a step, or None.
        mask: True where a sample or a step counts, or None.
        dtype: the dtype of the result.
        reduction: one of `REDUCTIONS`.
    """
    if mask is None:
        return weights
    kept = ops.cast(mask, dtype)
    if reduction in BY_SIZE:
        kept = ops.multiply(kept, ops.divide_no_nan(number(kept), ops.sum(counted(kept))))
    if weights is None:
        return kept
    kept, cast = same_rank(kept, ops.cast(weights, dtype))
    return ops.multiply(cast, kept)


def reduced(
    values: TensorLike,
    weights: TensorLike | None,
    mask: TensorLike | None,
    reduction: str | None,
    dtype: str,
) -> Tensor:
    """Weights losses and reduces them.

    Args:
        values: losses, one a sample or a step.
        weights: numbers to multiply them with, or None.
        mask: True where a loss counts, or None.
        reduction: `"sum"`; `"mean"` or `"sum_over_batch_size"`, which divide by the number of
            losses; `"mean_with_sample_weight"`, which divides by the sum of the weights;
            `"none"` or None.
        dtype: the dtype of the computation.

    Returns:
        A scalar, or a tensor of the shape of `values` where nothing is to be reduced.
    """
    losses = ops.cast(values, dtype)
    weights = masked_weights(weights, mask, dtype, reduction)
    if weights is not None:
        losses, weights = same_rank(losses, ops.cast(weights, dtype))
        losses = ops.multiply(losses, weights)
    if reduction in ("none", None) or tuple(losses.shape) in ((), (0,)):
        return losses
    total = ops.sum(counted(losses))
    if reduction == "sum":
        return total
    if reduction == "mean_with_sample_weight" and weights is not None:
        return ops.divide_no_nan(total, ops.sum(counted(weights)))
    return ops.divide_no_nan(total, number(losses))
