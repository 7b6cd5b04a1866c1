"""Pictures as networks for ImageNet want them, and the names of its classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from tahr import ops
from tahr.applications.files import class_index
from tahr.core import current
from tahr.core.config import data_format as checked_format, floatx
from tahr.core.dtypes import is_float
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.ranges import Range
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike

MEAN = (0.485, 0.456, 0.406)
"""Of the pictures of ImageNet, from 0 to 1, red, green and blue."""
STANDARD_DEVIATION = (0.229, 0.224, 0.225)
TOP = Range(1, 1000, whole=True)


@dataclass(frozen=True)
class Mode:
    """How pictures are prepared: `(x - shift) / scale`, for each channel.

    Args:
        shift: what is taken off.
        scale: what the rest is divided by.
        turned: whether the channels become blue, green and red before.
    """

    shift: Sequence[float]
    scale: Sequence[float]
    turned: bool = False


MODES = {
    "caffe": Mode((103.939, 116.779, 123.68), (1.0,), turned=True),
    "tf": Mode((127.5,), (127.5,)),
    "torch": Mode([255 * m for m in MEAN], [255 * s for s in STANDARD_DEVIATION]),
}


@ends_at_user
def preprocess_input(x: TensorLike, data_format: str | None = None, mode: str = "caffe") -> Any:
    """Prepares pictures for a network.

    Args:
        x: colours from 0 to 255, red, green and blue: (batch, height, width, 3) or
            (height, width, 3), or with channels first.
        data_format: where the channels are; the configured place by default.
        mode: "caffe" takes the mean of ImageNet off and turns the channels round to blue, green
            and red; "tf" scales to -1..1; "torch" scales to mean 0 and deviation 1.

    Returns:
        Pictures of the same shape, an array for an array; what is given stays as it is.

    Raises:
        ArgumentError: there is no such mode or data format.
        ShapeError: it has another number of axes, or of channels where they are told apart.

    Example:
        >>> preprocess_input(np.full((1, 1, 3), 255.0), mode="tf").tolist()
        [[[1.0, 1.0, 1.0]]]
    """
    if mode not in MODES:
        raise ArgumentError(f"mode cannot be {told(mode)}", expected=", ".join(map(repr, MODES)))
    format = checked_format(data_format)
    if hasattr(x, "shape") and not isinstance(x, np.ndarray):
        return _prepared(x, MODES[mode], format)
    with current.using("numpy"):
        return np.asarray(_prepared(np.asarray(x), MODES[mode], format))


def _prepared(x: Any, mode: Mode, data_format: str) -> Tensor:
    if len(x.shape) not in (3, 4):
        raise ShapeError("pictures have three axes, or four with the batch", got=tuple(x.shape))
    axis = len(x.shape) - (1 if data_format == "channels_last" else 3)
    if len(mode.shift) > 1 and x.shape[axis] != len(mode.shift):
        raise ShapeError(
            "pictures need red, green and blue", expected="3 channels", got=tuple(x.shape)
        )
    y = x if is_float(x.dtype) else ops.cast(x, floatx())
    y = ops.flip(y, axis=axis) if mode.turned else y
    shape = [-1 if place == axis else 1 for place in range(len(x.shape))]
    shift, scale = (np.reshape(part, shape).astype("float32") for part in (mode.shift, mode.scale))
    return ops.divide(ops.subtract(y, ops.cast(shift, y.dtype)), ops.cast(scale, y.dtype))


class Preparation(Protocol):
    """How the `preprocess_input` of a family of networks is called."""

    def __call__(self, x: TensorLike, data_format: str | None = None) -> Any: ...


SAYS = {
    "caffe": "turned round to blue, green and red, and the mean of ImageNet taken off",
    "tf": "scaled from 0..255 to -1..1",
    "torch": "scaled so that on ImageNet each channel has mean 0 and standard deviation 1",
    None: "as they are: the network scales them itself",
}


def preparation(module: str, mode: str | None) -> Preparation:
    """Returns the `preprocess_input` of a module.

    Args:
        module: the module.
        mode: one of those of `preprocess_input`; None where the network prepares pictures itself.
    """

    def prepare(x: TensorLike, data_format: str | None = None) -> Any:
        return x if mode is None else preprocess_input(x, data_format, mode)

    prepare.__doc__ = f"""Returns pictures {SAYS[mode]}.

    Args:
        x: colours from 0 to 255, red, green and blue: (batch, height, width, 3) or
            (height, width, 3), or with channels first.
        data_format: where the channels are; the configured place by default.
    """
    prepare.__module__ = module
    prepare.__name__ = prepare.__qualname__ = "preprocess_input"
    return prepare


@ends_at_user
def decode_predictions(preds: Any, top: int = 5) -> list[list[tuple[str, str, float]]]:
    """Names the likeliest classes of ImageNet.

    Args:
        preds: scores of its classes, (pictures, 1000).
        top: how many classes to name for each picture.

    Returns:
        For each picture, the likeliest classes: the WordNet identifier, the name and the score.

    Raises:
        ShapeError: these are no scores of the 1000 classes.
        ArgumentError: top is no integer from 1 to 1000.
        DataError: the list of names is not in `KERAS_HOME/models`, and cannot be downloaded.
    """
    scores = ops.convert_to_numpy(preds)
    if scores.ndim != 2 or scores.shape[1] != 1000:
        raise ShapeError(
            "these are no scores of the classes of ImageNet",
            expected="(pictures, 1000)",
            got=tuple(scores.shape),
            todo="decode what a model with its head and its 1000 classes predicts",
        )
    if not TOP.holds(top):
        raise ArgumentError(f"top must be {TOP}", got=told(top))
    names = class_index()
    best = np.argsort(-scores, axis=1, kind="stable")[:, :top]
    rows = zip(best, scores, strict=True)
    return [[(*names[place], float(row[place])) for place in places] for places, row in rows]
