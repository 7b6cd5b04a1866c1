"""Losses of single elements in the words of old programs."""

from typing import Any

from tahr import losses, ops
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
    return losses.sparse_categorical_crossentropy(numbers, output, from_logits, ignore_class, axis)


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
    return losses.categorical_focal_crossentropy(
        target, output, alpha, gamma, from_logits, axis=axis
    )


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
    each = ops.expand_dims(target, -1), ops.expand_dims(output, -1)
    return losses.binary_focal_crossentropy(
        *each, apply_class_balancing, alpha, gamma, from_logits, axis=-1
    )


def classification_error(target: Any, output: Any, axis: int = -1) -> Tensor:
    """Returns how often the likeliest class is not the right one.

    Args:
        target: the right shares.
        output: the shares that are judged.
        axis: that of the classes.
    """
    wrong = ops.not_equal(ops.argmax(output, axis=axis), ops.argmax(target, axis=axis))
    return ops.mean(ops.cast(wrong, "float32"))
