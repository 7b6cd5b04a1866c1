"""Losses of single elements in the words of old programs."""

from typing import Any

from tahr import ops
from tahr.core.config import epsilon
from tahr.core.typing import Tensor


def categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """Returns the crossentropy along an axis.

    Args:
        target: the right shares.
        output: probabilities, or logits.
        from_logits: whether they are logits.
        axis: that of the classes.
    """
    return ops.categorical_crossentropy(target, output, from_logits, axis)


def sparse_categorical_crossentropy(
    target: Any,
    output: Any,
    from_logits: bool = False,
    axis: int = -1,
    ignore_class: int | None = None,
) -> Tensor:
    """Returns the crossentropy of class numbers.

    Args:
        target: class numbers, with or without a last axis of length one.
        output: probabilities, or logits.
        from_logits: whether they are logits.
        axis: that of the classes.
        ignore_class: a class number that does not count.
    """
    numbers = ops.cast(target, "int32")
    rank = len(ops.shape(output))
    if len(ops.shape(numbers)) == rank and ops.shape(numbers)[axis] == 1:
        numbers = ops.squeeze(numbers, axis=axis)
    if ignore_class is None:
        return ops.sparse_categorical_crossentropy(numbers, output, from_logits, axis)
    counts = ops.not_equal(numbers, ignore_class)
    kept = ops.where(counts, numbers, 0)
    found = ops.sparse_categorical_crossentropy(kept, output, from_logits, axis)
    return ops.where(counts, found, 0.0)


def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Tensor:
    """Returns the crossentropy of each element.

    Args:
        target: 0 or 1.
        output: probabilities, or logits.
        from_logits: whether they are logits.
    """
    return ops.binary_crossentropy(target, output, from_logits)


def categorical_focal_crossentropy(
    target: Any,
    output: Any,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    axis: int = -1,
) -> Tensor:
    """Returns the crossentropy of each class, less of it where the right one is likely.

    Args:
        target: the right shares.
        output: probabilities, or logits.
        alpha: what it is multiplied by.
        gamma: how much less.
        from_logits: whether they are logits.
        axis: that of the classes.

    Source: Lin et al. 2017, "Focal loss for dense object detection".
    """
    shares = ops.softmax(output, axis=axis) if from_logits else output
    shares = ops.divide(shares, ops.sum(shares, axis=axis, keepdims=True))
    shares = ops.clip(shares, epsilon(), 1.0 - epsilon())
    weights = ops.multiply(ops.power(ops.subtract(1.0, shares), gamma), alpha)
    losses = ops.negative(ops.multiply(target, ops.log(shares)))
    return ops.sum(ops.multiply(weights, losses), axis=axis)


def binary_focal_crossentropy(
    target: Any,
    output: Any,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
) -> Tensor:
    """Returns the crossentropy of each element, less of it where it is right already.

    Args:
        target: 0 or 1.
        output: probabilities, or logits.
        apply_class_balancing: whether ones weigh `alpha` and zeros the rest.
        alpha: how much ones weigh.
        gamma: how much less.
        from_logits: whether they are logits.

    Source: Lin et al. 2017, "Focal loss for dense object detection".
    """
    shares = ops.sigmoid(output) if from_logits else output
    others = ops.subtract(1.0, target)
    right = ops.multiply(target, shares)
    right = ops.add(right, ops.multiply(others, ops.subtract(1.0, shares)))
    found = ops.multiply(
        ops.power(ops.subtract(1.0, right), gamma), ops.binary_crossentropy(target, shares)
    )
    if not apply_class_balancing:
        return found
    weights = ops.add(ops.multiply(target, alpha), ops.multiply(others, 1.0 - alpha))
    return ops.multiply(weights, found)


def classification_error(target: Any, output: Any, axis: int = -1) -> Tensor:
    """Returns how often the likeliest class is not the right one.

    Args:
        target: the right shares.
        output: the shares that are judged.
        axis: that of the classes.
    """
    wrong = ops.not_equal(ops.argmax(output, axis=axis), ops.argmax(target, axis=axis))
    return ops.mean(ops.cast(wrong, "float32"))
