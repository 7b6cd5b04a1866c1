"""Bringing labels, predictions and weights to one dtype and one rank."""

from collections.abc import Callable

from tahr import ops
from tahr.core.logits import hand_on
from tahr.core.typing import Tensor, TensorLike


def same_rank(x1: Tensor, x2: Tensor) -> tuple[Tensor, Tensor]:
    """Drops or adds a last axis of length one where the ranks of two tensors differ by it.

    A vector gains the axis, anything of a higher rank loses it, so that `(n, 1)` and `(n,)`
    meet as `(n, 1)`, and `(n, m, 1)` and `(n, m)` as `(n, m)`.

    Args:
        x1: a tensor.
        x2: a tensor.

    Returns:
        Both, of one rank where that could be had.

    Example:
        >>> x1, x2 = same_rank(ops.zeros((3, 1)), ops.zeros((3,)))
        >>> x1.shape, x2.shape
        ((3, 1), (3, 1))
    """
    difference = len(x1.shape) - len(x2.shape)
    if difference == 1:
        return _reduced(x1, x2)
    if difference == -1:
        x2, x1 = _reduced(x2, x1)
    return x1, x2


def _reduced(higher: Tensor, lower: Tensor) -> tuple[Tensor, Tensor]:
    if higher.shape[-1] != 1:
        return higher, lower
    if len(lower.shape) == 1:
        return higher, _changed(lower, ops.expand_dims)
    return _changed(higher, ops.squeeze), lower


def _changed(x: Tensor, change: Callable[..., Tensor]) -> Tensor:
    """Returns or takes the last axis; probabilities keep what they were made of."""
    found = change(x, -1)
    hand_on(found, x, lambda z: change(z, -1), kinds=("sigmoid",))
    return found


def alike(y_true: TensorLike, y_pred: TensorLike) -> tuple[Tensor, Tensor]:
    """Returns labels in the dtype of the predictions, as they are in shape."""
    predictions = ops.convert_to_tensor(y_pred)
    return ops.cast(y_true, predictions.dtype), predictions


def aligned(y_true: TensorLike, y_pred: TensorLike) -> tuple[Tensor, Tensor]:
    """Returns labels and predictions of one dtype, the predictions', and of one rank."""
    return same_rank(*alike(y_true, y_pred))
