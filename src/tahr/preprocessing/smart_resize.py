"""Images in memory brought to a size without changing what is in them."""

from typing import Any

import numpy as np

from tahr.core import current
from tahr.core.config import data_format as checked_format
from tahr.core.errors import ShapeError
from tahr.core.tracebacks import ends_at_user
from tahr.ops.image.batches import check_choice
from tahr.preprocessing.pictures import size_of
from tahr.preprocessing.resizing import METHODS, cropped_to_ratio, resized


@ends_at_user
def smart_resize(
    x: Any,
    size: tuple[int, int],
    interpolation: str = "bilinear",
    data_format: str = "channels_last",
    **kwargs: Any,
) -> Any:
    """Resizes images without distortion: what does not fit the ratio of the size is cut off.

    The largest part of that ratio in the middle is brought to the size, on the host.

    Args:
        x: an image `(height, width, channels)`, or several `(batch, height, width, channels)`.
        size: height and width.
        interpolation: "bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian"
            or "mitchellcubic".
        data_format: where the channels are.
        **kwargs: unused, kept for Keras's signature.

    Returns:
        An array of NumPy's where one was given, else a tensor of the engine in use.

    Raises:
        ArgumentError: there is no such interpolation, or the size is none.
        ShapeError: these are no images.

    Example:
        >>> smart_resize(np.zeros((4, 8, 3), "float32"), (2, 2)).shape
        (2, 2, 3)
    """
    check_choice("interpolation", interpolation, METHODS)
    wanted = size_of(size)
    pictures = np.asarray(current.to_numpy(x))
    if pictures.ndim not in (3, 4):
        raise ShapeError("an image has three dimensions, several have four", got=pictures.shape)
    first = checked_format(data_format) == "channels_first"
    pictures = np.moveaxis(pictures, -3, -1) if first else pictures
    made = resized(cropped_to_ratio(pictures, wanted), wanted, interpolation)
    made = np.moveaxis(made, -1, -3) if first else made
    return made if isinstance(x, np.ndarray) else current.engine().asarray(made)
