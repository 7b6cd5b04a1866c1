"""Counting right and wrong answers above and below thresholds."""

from collections.abc import Sequence
from typing import NamedTuple

from tahr import ops
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import aligned, same_rank
from tahr.metrics.classes import check_classes
from tahr.metrics.confusion.thresholds import EVERYTHING


class Counts(NamedTuple):
    """Weighted counts for each threshold, `(thresholds,)` or `(thresholds, labels)`."""

    true_positives: Tensor
    false_positives: Tensor
    true_negatives: Tensor
    false_negatives: Tensor


class Rule(NamedTuple):
    """How answers are told apart.

    Args:
        thresholds: above each a prediction counts as yes.
        evenly: whether they divide 0 to 1 evenly.
        top_k: how many of the best predictions can count as yes; all by default.
        class_id: the only class that is looked at.
        by_label: whether each label is counted for itself.
        label_weights: a weight for each label.
    """

    thresholds: Sequence[float]
    evenly: bool = False
    top_k: int | None = None
    class_id: int | None = None
    by_label: bool = False
    label_weights: Sequence[float] | None = None


def counted(
    y_true: TensorLike, y_pred: TensorLike, weights: TensorLike | None, rule: Rule, dtype: str
) -> Counts:
    """Counts answers.

    Args:
        y_true: labels 0 and 1, of the shape of `y_pred`.
        y_pred: probabilities `(batch, ...)`.
        weights: how much each counts, of the shape of `y_pred` or of its first axes, or None.
        rule: how answers are told apart.
        dtype: the dtype of the computation.

    Raises:
        ShapeError: there are fewer classes than the rule needs.
    """
    true, predicted = aligned(y_true, ops.cast(y_pred, dtype))
    check_classes(predicted.shape[-1], rule.class_id, rule.top_k)
    if rule.top_k is not None:
        predicted = _best(predicted, rule.top_k)
    spread = _spread(weights, predicted, rule)
    if rule.class_id is not None:
        true, predicted, spread = (x[..., rule.class_id] for x in (true, predicted, spread))
    right = ops.cast(ops.cast(true, "bool"), dtype)
    true, predicted, spread = (_by_label(x, rule) for x in (right, predicted, spread))
    split = _split_evenly if rule.evenly else _split
    positive = split(predicted, ops.multiply(true, spread), rule.thresholds)
    negative = split(predicted, ops.multiply(ops.subtract(1.0, true), spread), rule.thresholds)
    tables = (positive[0], negative[0], negative[1], positive[1])
    return Counts(*(ops.transpose(t) if rule.by_label else t[0] for t in tables))


def _best(predicted: Tensor, k: int) -> Tensor:
    """Puts all but the k largest along the last axis below every threshold."""
    _, places = ops.top_k(predicted, k, sorted=False)
    chosen = ops.any(ops.one_hot(places, predicted.shape[-1], dtype="bool"), axis=-2)
    return ops.where(chosen, predicted, EVERYTHING)


def _spread(weights: TensorLike | None, predicted: Tensor, rule: Rule) -> Tensor:
    """Returns a weight for each prediction."""
    spread = ops.ones_like(predicted)
    if weights is not None:
        _, given = same_rank(predicted, ops.cast(weights, predicted.dtype))
        while len(given.shape) < len(predicted.shape):
            given = ops.expand_dims(given, -1)
        spread = ops.multiply(spread, given)
    if rule.label_weights is not None:
        spread = ops.multiply(spread, ops.cast(rule.label_weights, predicted.dtype))
    return spread


def _by_label(x: Tensor, rule: Rule) -> Tensor:
    """Returns a matrix `(labels, answers)`, with one row where labels are counted together."""
    if rule.by_label:
        return ops.transpose(ops.reshape(x, (-1, x.shape[-1])))
    return ops.reshape(x, (1, -1))


def _split(predicted: Tensor, values: Tensor, thresholds: Sequence[float]) -> tuple[Tensor, Tensor]:
    """Adds up values above and not above each threshold: two tensors `(labels, thresholds)`."""
    bars = ops.reshape(ops.cast(list(thresholds), predicted.dtype), (1, -1, 1))
    above = ops.greater(ops.expand_dims(predicted, 1), bars)
    each = ops.expand_dims(values, 1)
    sums = [ops.sum(ops.where(a, each, 0.0), axis=-1) for a in (above, ops.logical_not(above))]
    return sums[0], sums[1]


def _split_evenly(
    predicted: Tensor, values: Tensor, thresholds: Sequence[float]
) -> tuple[Tensor, Tensor]:
    """Does as `_split`, with memory for each answer rather than for answers times thresholds.

    Between even thresholds the last one an answer is above can be computed; adding up from
    there down gives the sums.
    """
    bars, labels = len(thresholds), predicted.shape[0]
    last = ops.subtract(ops.ceil(ops.multiply(predicted, float(bars - 1))), 1.0)
    last = ops.cast(ops.clip(last, 0.0, float(bars - 1)), "int32")
    places = ops.add(last, ops.multiply(ops.expand_dims(ops.arange(labels), 1), bars))
    parts = ops.segment_sum(ops.reshape(values, (-1,)), ops.reshape(places, (-1,)), labels * bars)
    parts = ops.reshape(parts, (labels, bars))
    above = ops.flip(ops.cumsum(ops.flip(parts, axis=1), axis=1), axis=1)
    return above, ops.subtract(ops.sum(values, axis=1, keepdims=True), above)
