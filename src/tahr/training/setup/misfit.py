"""What is wrong where a loss cannot compare targets with outputs, and what can be done."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr import losses
from tahr.core.errors import ShapeError
from tahr.core.masks import get_mask
from tahr.core.notices import notice
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
AS_MANY = "give the last layer as many units as there are targets, or reshape the targets"
ONE_HOT = (
    "these targets are class numbers, and this metric compares them place by place: give one-hot "
    "targets, utils.to_categorical(y), or use a metric such as sparse_categorical_accuracy"
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


def misfit(
    error: ShapeError, target: Any, output: Any, weights: Any, name: str | None = None
) -> ShapeError:
    """Returns the error for a loss that failed on the shapes of what it was given.

    Args:
        error: what the op said that failed.
        target: the targets of one output.
        output: that output.
        weights: its sample weights, or None.
        name: the loss's.
    """
    mask = get_mask(output)
    if weights is not None and error.where == "multiply":
        if mask is None and _shape(weights) == _shape(output)[:-1]:
            return ShapeError(
                "the losses have another shape than sample_weight",
                where="loss",
                expected=f"losses of shape {show(_shape(weights))}: one a sample, or a step",
                got=f"shapes {error.got}",
                todo="end the loss with a mean over the last axis: ops.mean(losses, axis=-1)",
            )
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
    if todo is None and "broadcast" not in error.what:
        return error
    name = error.where if todo is not None else name
    return ShapeError(
        "the targets do not fit the output",
        where=name,
        expected=f"targets for an output of shape {show(shapes[1])}",
        got=f"targets of shape {show(shapes[0])}",
        todo=todo or AS_MANY,
    )


def tell_of_broadcast(function: Any, target: Any, output: Any) -> None:
    """Warns where a loss that compares place by place is given one place for several.

    Args:
        function: the loss of an output.
        target: its targets.
        output: the output.
    """
    true, predicted = _shape(target), _shape(output)
    if getattr(function, "fn", None) not in PLACE_BY_PLACE or len(true) != len(predicted):
        return
    if len(true) < 2 or true[-1] == predicted[-1] or 1 not in (true[-1], predicted[-1]):
        return
    notice(
        f"{function.name} compares targets of shape {show(true)} with an output of shape "
        f"{show(predicted)}: the one number is compared with each of the others. {AS_MANY}"
    )


PLACE_BY_PLACE = frozenset({
    losses.mean_squared_error, losses.mean_absolute_error, losses.mean_squared_logarithmic_error,
    losses.mean_absolute_percentage_error, losses.huber, losses.log_cosh,
    losses.binary_crossentropy,
})  # fmt: skip


def misfit_of_metric(error: ShapeError, target: Any, output: Any, name: str) -> ShapeError:
    """Returns the error for a metric that failed on the shapes of what it was given.

    Args:
        error: what the op said that failed.
        target: the targets of one output.
        output: that output.
        name: the metric's.
    """
    shapes = _shape(target), _shape(output)
    if "broadcast" not in error.what or not all(shapes):
        return error
    numbers = _is_class_number(*shapes)
    return ShapeError(
        "the targets do not fit the output",
        where=f"metric {name!r}",
        expected=f"targets for an output of shape {show(shapes[1])}",
        got=f"targets of shape {show(shapes[0])}",
        todo=ONE_HOT if numbers else AS_MANY,
    )


def _applies(
    name: str, fits: Callable[[Shape, Shape], bool], error: ShapeError, target: Shape, output: Shape
) -> bool:
    return bool(target and output) and name in ("", error.where) and fits(target, output)


def _shape(tensor: Any) -> Shape:
    return tuple(getattr(tensor, "shape", ()))
