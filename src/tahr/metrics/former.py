"""Metrics of Keras 1 and 2 that are functions: one number for a batch, not for all of them."""

from tahr import ops
from tahr.core.config import epsilon
from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import alike


def _counts(y_true: TensorLike, y_pred: TensorLike) -> tuple[Tensor, Tensor, Tensor]:
    """Returns how many are rightly found, how many are found, and how many there are."""
    true, predicted = alike(y_true, y_pred)
    true, found = ops.round(ops.clip(true, 0, 1)), ops.round(ops.clip(predicted, 0, 1))
    both = ops.round(ops.clip(ops.multiply(true, predicted), 0, 1))
    return ops.sum(both), ops.sum(found), ops.sum(true)


@ends_at_user
def precision(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Returns the share of what is found in a batch that is right.

    Args:
        y_true: 0 or 1.
        y_pred: probabilities.

    Returns:
        A scalar.

    Example:
        >>> round(float(precision([[1.0, 0.0, 1.0]], [[0.9, 0.7, 0.2]])), 4)
        0.5
    """
    right, found, _ = _counts(y_true, y_pred)
    return ops.divide(right, ops.add(found, epsilon()))


@ends_at_user
def recall(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Returns the share of what there is in a batch that is found.

    Args:
        y_true: 0 or 1.
        y_pred: probabilities.

    Returns:
        A scalar.
    """
    right, _, there = _counts(y_true, y_pred)
    return ops.divide(right, ops.add(there, epsilon()))


@ends_at_user
def fbeta_score(y_true: TensorLike, y_pred: TensorLike, beta: float = 1) -> Tensor:
    """Returns the mean of precision and recall of a batch, the harmonic one, weighted.

    Args:
        y_true: 0 or 1.
        y_pred: probabilities.
        beta: how many times recall counts as much as precision.

    Returns:
        A scalar; 0 where nothing is to be found.

    Raises:
        ArgumentError: beta is negative.

    Example:
        >>> round(float(fbeta_score([[1.0, 0.0, 1.0]], [[0.9, 0.7, 0.2]], beta=2)), 4)
        0.5
    """
    if beta < 0:
        raise ArgumentError("beta is negative", where="fbeta_score", expected="0 or more", got=beta)
    p, r, square = precision(y_true, y_pred), recall(y_true, y_pred), beta**2
    below = ops.add(ops.add(ops.multiply(p, square), r), epsilon())
    return ops.divide(ops.multiply(ops.multiply(p, r), 1 + square), below)


@ends_at_user
def fmeasure(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Returns the harmonic mean of precision and recall of a batch.

    Args:
        y_true: 0 or 1.
        y_pred: probabilities.

    Returns:
        A scalar; 0 where nothing is to be found.
    """
    return fbeta_score(y_true, y_pred)


@ends_at_user
def matthews_correlation(y_true: TensorLike, y_pred: TensorLike) -> Tensor:
    """Returns how what is found in a batch correlates with what there is.

    Args:
        y_true: 0 or 1.
        y_pred: probabilities.

    Returns:
        A scalar, from -1 to 1.

    Source: Matthews (1975), "Comparison of the predicted and observed secondary structure of T4
    phage lysozyme".
    """
    true, found = (ops.round(ops.clip(x, 0, 1)) for x in alike(y_true, y_pred))
    absent, left = ops.subtract(1, true), ops.subtract(1, found)
    tp, tn = ops.sum(ops.multiply(true, found)), ops.sum(ops.multiply(absent, left))
    fp, fn = ops.sum(ops.multiply(absent, found)), ops.sum(ops.multiply(true, left))
    sums = [ops.add(tp, fp), ops.add(tp, fn), ops.add(tn, fp), ops.add(tn, fn)]
    below = ops.add(ops.sqrt(ops.prod(ops.stack(sums))), epsilon())
    return ops.divide(ops.subtract(ops.multiply(tp, tn), ops.multiply(fp, fn)), below)


@ends_at_user
def cosine_similarity(y_true: TensorLike, y_pred: TensorLike, axis: int = -1) -> Tensor:
    """Returns the cosine of the angle between vectors, as Keras 2 did: 1 for the same direction.

    Args:
        y_true: vectors.
        y_pred: vectors.
        axis: along which they lie.

    Returns:
        A number a vector.
    """
    true, predicted = alike(y_true, y_pred)
    product = ops.multiply(ops.normalize(true, axis=axis), ops.normalize(predicted, axis=axis))
    return ops.sum(product, axis=axis)
