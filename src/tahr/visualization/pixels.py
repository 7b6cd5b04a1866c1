"""Images as bytes on the host, their channels last."""

from typing import Any, TypeAlias

import numpy as np

from tahr.core import current
from tahr.core.config import data_format as checked_format
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import show

Colour: TypeAlias = tuple[int, int, int]


def batch_of(images: Any, data_format: str | None) -> np.ndarray:
    """Returns a batch of images as an array with the channels last.

    Args:
        images: `(batch, height, width, channels)`, or channels first, of whichever engine.
        data_format: where the channels are; the configured place by default.

    Raises:
        ShapeError: they are no batch of images.
    """
    found = np.asarray(current.to_numpy(images))
    if found.ndim != 4:
        raise ShapeError(
            "a batch of images is needed",
            expected="(batch, height, width, channels)",
            got=show(found.shape),
        )
    return found.transpose(0, 2, 3, 1) if checked_format(data_format) == "channels_first" else found


def as_bytes(images: np.ndarray, value_range: tuple[float, float] = (0, 255)) -> np.ndarray:
    """Returns values of a range as bytes from 0 to 255; what is beyond is cut off.

    Example:
        >>> as_bytes(np.array([0.0, 0.5, 2.0]), (0, 1)).tolist()
        [0, 127, 255]
    """
    low, high = value_range
    if not low < high:
        raise ArgumentError(
            "value_range does not fit", expected="(least, most)", got=told(value_range)
        )
    unit = (images.astype("float64") - low) / (high - low)
    return np.clip(unit * 255, 0, 255).astype("uint8")


def colour_of(value: Any, name: str) -> Colour:
    """Returns red, green and blue, each from 0 to 255.

    Raises:
        ArgumentError: they are not three such numbers.
    """
    listed = tuple(value) if isinstance(value, list | tuple | np.ndarray) else ()
    if len(listed) != 3 or not all(0 <= int(n) <= 255 for n in listed):
        raise ArgumentError(
            f"{name} does not fit", expected="(red, green, blue) from 0 to 255", got=told(value)
        )
    return int(listed[0]), int(listed[1]), int(listed[2])
