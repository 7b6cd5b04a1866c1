"""What kind of classification targets and predictions belong to."""

from typing import Any, Literal

from tahr.core.specs import is_known

Kind = Literal["binary", "categorical", "sparse"]


def kind_of_targets(y_true: Any, y_pred: Any) -> Kind:
    """Returns what the shapes of targets and predictions stand for.

    Args:
        y_true: `(batch, ...)`.
        y_pred: `(batch, ..., classes)`.

    Returns:
        "binary" for one probability, "sparse" for integer labels, "categorical" for one-hot
        rows.
    """
    true, pred = tuple(y_true.shape), tuple(y_pred.shape)
    if len(pred) > 0 and is_known(pred[-1]) and pred[-1] == 1:
        return "binary"
    if len(true) < len(pred):
        return "sparse"
    if true and is_known(true[-1]) and true[-1] == 1 and len(true) == len(pred):
        return "sparse"
    return "categorical"
