"""What a user asks of an application, checked, and the shape of the pictures that follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahr.core.config import image_data_format
from tahr.core.errors import ArgumentError, told
from tahr.core.ranges import Range
from tahr.ops.symbolic import SymbolicTensor, is_symbolic

IMAGENET = "imagenet"
CLASSES = 1000
POOLING = ("avg", "max")
PLAIN = ("softmax", "linear", None)
COLOURS = 3
COUNT = Range(1, whole=True)


@dataclass(frozen=True)
class Asked:
    """What a user asks of an application.

    Args:
        include_top: whether it ends in classes, rather than in features.
        weights: "imagenet", a file, or None for random ones.
        input_tensor: a symbolic tensor it starts from, in place of an input of its own.
        input_shape: of one picture.
        pooling: "avg" or "max", over the places of the features; without a head only.
        classes: how many.
        classifier_activation: makes the scores of the classes; None leaves them as they are.
        name: of the model.
    """

    include_top: bool
    weights: str | Path | None
    input_tensor: SymbolicTensor | None
    input_shape: Sequence[int | None] | None
    pooling: str | None
    classes: int
    classifier_activation: Any
    name: str

    @property
    def pretrained(self) -> bool:
        """Whether the weights are those of ImageNet."""
        return self.weights == IMAGENET

    def wrong(self, what: str, **told_of: Any) -> ArgumentError:
        """Returns an error about an argument."""
        return ArgumentError(what, where=self.name, **told_of)

    def check(self, name: str, value: object, allowed: Range) -> None:
        """Checks a number.

        Raises:
            ArgumentError: it is not in the range.
        """
        if not allowed.holds(value):
            raise self.wrong(f"{name} must be {allowed}", got=told(value))


def check(asked: Asked) -> None:
    """Checks what does not depend on the model.

    Raises:
        ArgumentError: an argument makes no sense, or does not go with the others.
    """
    _check_weights(asked)
    if asked.pooling not in (None, *POOLING):
        raise asked.wrong(f"pooling cannot be {told(asked.pooling)}", expected="'avg', 'max', None")
    asked.check("classes", asked.classes, COUNT)
    if asked.input_tensor is None:
        return
    if not is_symbolic(asked.input_tensor) or len(asked.input_tensor.shape) != 4:
        raise asked.wrong(
            "input_tensor is no symbolic tensor of pictures",
            expected="layers.Input(...) of three axes, or what layers make of it",
            got=told(asked.input_tensor),
        )


def _check_weights(asked: Asked) -> None:
    if asked.weights is None:
        return
    if not asked.pretrained and not _is_there(asked.weights):
        raise asked.wrong(
            "there are no such weights",
            expected="'imagenet', None, or a file that exists",
            got=told(str(asked.weights)),
        )
    if not asked.include_top:
        return
    if asked.pretrained and asked.classes != CLASSES:
        raise asked.wrong(
            "the weights of ImageNet are for its 1000 classes",
            got=f"classes={told(asked.classes)}",
            todo="pass include_top=False and add a head of your own, or weights=None",
        )
    if asked.classifier_activation not in PLAIN:
        raise asked.wrong(
            "trained weights are for scores that a softmax follows",
            expected="classifier_activation='softmax', or None for the scores themselves",
            got=told(asked.classifier_activation),
        )


def _is_there(file: object) -> bool:
    return isinstance(file, str | Path) and Path(file).expanduser().exists()


def shape_of_pictures(
    asked: Asked, size: int, least: int, fixed: bool | None = None
) -> tuple[int | None, ...]:
    """Returns the shape of one picture, with its channels where the configuration has them.

    Args:
        asked: what the user asks.
        size: height and width where nothing is said.
        least: the smallest height and width.
        fixed: whether height and width have to be known; where there is a head by default.

    Raises:
        ArgumentError: the shape is none of a picture, too small, or not that of the weights.
    """
    fixed = asked.include_top if fixed is None else fixed
    given = asked.input_shape
    if given is None:
        return _shape(size if fixed else None, COLOURS)
    channels = _channels(asked, given)
    shape = tuple(given)
    usual = _shape(size, channels)
    if asked.pretrained and channels != COLOURS:
        raise asked.wrong("the weights of ImageNet are for 3 channels", got=shape)
    if asked.pretrained and fixed and shape != usual:
        raise asked.wrong(
            "the weights of ImageNet with their head are for pictures of one size",
            expected=usual,
            got=shape,
            todo="pass include_top=False, or weights=None",
        )
    sides = sides_of(shape)
    if any(side is not None and side < least for side in sides):
        raise asked.wrong(f"pictures must be at least {least} high and wide", got=shape)
    if fixed and None in sides:
        raise asked.wrong(
            "a model with a head needs to know height and width",
            expected="such as " + str(usual),
            got=shape,
            todo="pass include_top=False, and pooling for features of any size",
        )
    return shape


def _shape(side: int | None, channels: int) -> tuple[int | None, ...]:
    last = image_data_format() == "channels_last"
    return (side, side, channels) if last else (channels, side, side)


def sides_of(shape: Sequence[int | None]) -> Sequence[int | None]:
    """Returns height and width of the shape of one picture."""
    return shape[:2] if image_data_format() == "channels_last" else shape[1:]


def _channels(asked: Asked, shape: Sequence[int | None]) -> int:
    sized = len(shape) == 3 and all(n is None or COUNT.holds(n) for n in shape)
    channels = (shape[-1] if image_data_format() == "channels_last" else shape[0]) if sized else 0
    if not channels:
        raise asked.wrong(
            "input_shape is the shape of one picture", expected=_shape(224, 3), got=told(shape)
        )
    return channels
