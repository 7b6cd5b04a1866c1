"""What is wrong where a loss cannot compare targets with outputs, and what can be done."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr.core.errors import ShapeError
from tahr.core.masks import get_mask
from tahr.core.specs import show

Shape = Sequence[Any]
Rule = tuple[str, Callable[[Shape, Shape], bool], str]


def _is_one_hot(target: Shape, output: Shape) -> bool:
    return len(target) == len(output) and target[-1] == output[-1]


def _is_class_number(target: Shape, output: Shape) -> bool:
    return len(target) == len(output) - 1 or (len(target) == len(output) and target[-1] == 1)


def _is_one_number(target: Shape, output: Shape) -> bool:
    return len(output) == 2 and (len(target) == 1 or target[-1] == 1)


def _is_deeper(target: Shape, output: Shape) -> bool:
    return len(output) > 2 and len(output) > len(target)


FLATTEN = (
    "the model gives one result for each place of a sample: put a Flatten or a pooling layer "
    "before the last Dense"
)
RULES: tuple[Rule, ...] = (
    (
        "sparse_categorical_crossentropy",
        _is_one_hot,
        "these targets are one-hot: use categorical_crossentropy, or class numbers, "
        "y.argmax(axis=-1)",
    ),
    ("sparse_categorical_crossentropy", _is_deeper, FLATTEN),
    (
        "categorical_crossentropy",
        lambda target, output: _is_class_number(target, output) and len(output) == 2,
        "these targets are class numbers: use sparse_categorical_crossentropy, or one-hot "
        "targets, utils.to_categorical(y)",
    ),
    (
        "binary_crossentropy",
        _is_one_number,
        "the targets are one number a sample: end the model with Dense(1, "
        'activation="sigmoid"), or use sparse_categorical_crossentropy for two classes',
    ),
    ("", _is_deeper, FLATTEN),
)
"""By the op that failed, any for "": whether it is this mistake, and what to do."""


def misfit(error: ShapeError, target: Any, output: Any, weights: Any) -> ShapeError:
    """Returns the error for a loss that failed on the shapes of what it was given.

    Args:
        error: what the op said that failed.
        target: the targets of one output.
        output: that output.
        weights: its sample weights, or None.
    """
    mask = get_mask(output)
    if weights is not None and error.where == "multiply":
        return ShapeError(
            "sample_weight does not fit the " + ("mask of the output" if mask is not None else
            "losses"),
            where="loss",
            expected=f"one number for each of {show(_shape(output)[:-1])}",
            got=f"sample_weight {show(_shape(weights))}"
            + (f", mask {show(_shape(mask))}" if mask is not None else ""),
            todo="give one weight a step, of the mask's shape: sample_weight[:, None] * mask"
            if mask is not None else None,
        )  # fmt: skip
    shapes = _shape(target), _shape(output)
    todo = next((text for name, fits, text in RULES if _applies(name, fits, error, *shapes)), None)
    if todo is None:
        return error
    return ShapeError(
        "the targets do not fit the output",
        where=error.where,
        expected=f"targets for an output of shape {show(shapes[1])}",
        got=f"targets of shape {show(shapes[0])}",
        todo=todo,
    )


def _applies(
    name: str, fits: Callable[[Shape, Shape], bool], error: ShapeError, target: Shape, output: Shape
) -> bool:
    return bool(target and output) and name in ("", error.where) and fits(target, output)


def _shape(tensor: Any) -> Shape:
    return tuple(getattr(tensor, "shape", ()))
