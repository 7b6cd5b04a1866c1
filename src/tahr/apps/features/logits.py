"""Figures of logits, while a network trains on them."""

from typing import Any

from tahr import ops


def binary_accuracy_of_logits(y_true: Any, y_pred: Any) -> Any:
    """Returns in which rows a logit is on the side of its class.

    Args:
        y_true: 0 or 1, of any shape.
        y_pred: logits of the same shape.
    """
    right = ops.equal(ops.greater(y_pred, 0.0), ops.greater(y_true, 0.5))
    return ops.mean(ops.cast(right, "float32"), axis=-1)
