"""Refusing class numbers that name no class."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from tahr.core.errors import DataError
from tahr.core.notices import notice

if TYPE_CHECKING:
    import numpy as np

F = TypeVar("F", bound=Callable[..., Any])


def labels_by(check: Callable[..., None]) -> Callable[[F], F]:
    """Has the labels of a loss function checked before a step.

    Args:
        check: refuses labels that the function can make nothing of; gets them, the number of
            outputs, and the function's options.
    """

    def mark(function: F) -> F:
        function.check_labels = check  # type: ignore[attr-defined]
        return function

    return mark


def check_classes(
    y_true: "np.ndarray",
    outputs: int | None,
    ignore_class: int | None = None,
    axis: int = -1,
    **_: object,
) -> None:
    """Refuses labels that are no class numbers.

    Args:
        y_true: labels on the host, of any shape.
        outputs: the length of the last axis of the predictions, where it is known.
        ignore_class: a label that is allowed whatever its number.
        axis: where the classes are; their number is not known where that is not the last.

    Raises:
        DataError: a label is negative, not a whole number, or not below `outputs`.

    Example:
        >>> import numpy as np
        >>> check_classes(np.array([0, 2, 1]), 3)
    """
    if not y_true.size:
        return
    outputs = outputs if axis == -1 else None
    wrong = (y_true < 0) | (y_true != y_true.round())
    if outputs is not None:
        wrong |= y_true >= outputs
    if ignore_class is not None:
        wrong &= y_true != ignore_class
    if not wrong.any():
        return
    first = int(wrong.reshape(len(y_true) if y_true.ndim else 1, -1).any(axis=1).argmax())
    offender = y_true.reshape(-1)[int(wrong.reshape(-1).argmax())].item()
    raise DataError(
        f"label {offender} in row {first} names no class",
        where="y",
        expected=_expected(outputs),
        got=f"labels from {y_true.min().item()} to {y_true.max().item()}",
        todo=_advice(offender, outputs, y_true),
    )


def tell_of_labels(y_true: "np.ndarray", *_: object, **__: object) -> None:
    """Warns of labels that are no probabilities of a class, for the binary crossentropy.

    Args:
        y_true: labels on the host, of any shape.
    """
    if not y_true.size:
        return
    low, high = y_true.min().item(), y_true.max().item()
    if low >= 0 and high <= 1:
        return
    todo = (
        "make them 0 and 1: (y + 1) / 2"
        if low == -1 and high == 1
        else (
            "for several classes use sparse_categorical_crossentropy, and one output for each class"
            if low >= 0 and high % 1 == 0
            else "scale them, or use a loss for regression, such as 'mse'"
        )
    )
    notice(
        f"binary_crossentropy takes targets from 0 to 1, and these go from {low} to {high}: {todo}"
    )


def _expected(outputs: int | None) -> str:
    if outputs is None:
        return "whole numbers, 0 or more"
    if outputs == 1:
        return "0 alone, for the model has one output"
    return f"whole numbers 0..{outputs - 1}, for the model has {outputs} outputs"


def _advice(offender: float, outputs: int | None, labels: "np.ndarray") -> str:
    low, high = labels.min().item(), labels.max().item()
    if offender % 1 != 0:
        return "give class numbers, or use a loss for regression"
    if outputs is not None and low == 1 and high == outputs:
        return "count classes from 0: subtract 1 from the labels"
    if offender < 0:
        return (
            f"count classes from 0, or pass ignore_class={int(offender)} to leave such samples out"
        )
    if outputs == 1 and high == 1:
        return "for two classes use binary_crossentropy, and a sigmoid at the end"
    return f"give the last layer {int(high) + 1} outputs, or correct the labels"
