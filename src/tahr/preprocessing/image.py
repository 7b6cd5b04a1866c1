"""Images on disk and in memory: Pillow images to arrays and back."""

from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from tahr.compat import missing as _missing
from tahr.core.config import data_format as checked_format, floatx
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.extras import required
from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import ends_at_user
from tahr.preprocessing.pictures import MODES
from tahr.preprocessing.smart_resize import smart_resize as smart_resize  # noqa: PLC0414

if TYPE_CHECKING:
    from PIL.Image import Image

FILTERS = ("nearest", "box", "bilinear", "hamming", "bicubic", "lanczos")


@ends_at_user
@accepts_old_spellings
def array_to_img(
    x: Any, data_format: str | None = None, scale: bool = True, dtype: Any = None
) -> "Image":
    """Makes a Pillow image of an array.

    Args:
        x: numbers (height, width, channels), or channels first, with 1, 3 or 4 channels.
        data_format: where the channels are; the configured place by default.
        scale: whether the values are stretched to 0..255.
        dtype: what the values are turned into first; the configured float type by default.

    Raises:
        ShapeError: it is no picture.
        MissingExtraError: Pillow is not installed.
    """
    required("PIL", "plot")
    from PIL import Image

    pixels = np.asarray(x, dtype=dtype or floatx())
    if pixels.ndim != 3:
        raise ShapeError("a picture has three dimensions", got=pixels.shape)
    if checked_format(data_format) == "channels_first":
        pixels = pixels.transpose(1, 2, 0)
    if scale:
        pixels = pixels - pixels.min()
        pixels = pixels / (pixels.max() or 1) * 255
    channels = pixels.shape[2]
    if channels == 1:
        deep = pixels.max() > 255
        return Image.fromarray(pixels[:, :, 0].astype("int32" if deep else "uint8"))
    if channels not in (3, 4):
        raise ShapeError("a picture has 1, 3 or 4 channels", got=channels)
    return Image.fromarray(pixels.astype("uint8"))


@ends_at_user
@accepts_old_spellings
def img_to_array(img: Any, data_format: str | None = None, dtype: Any = None) -> np.ndarray:
    """Makes an array of a Pillow image.

    Args:
        img: the image.
        data_format: where the channels go; the configured place by default.
        dtype: the configured float type by default.

    Returns:
        (height, width, channels), or channels first.

    Raises:
        ShapeError: it is no picture.

    Example:
        >>> img_to_array(np.zeros((4, 5), "uint8"), data_format="channels_last").shape
        (4, 5, 1)
    """
    place = checked_format(data_format)
    pixels = np.asarray(img, dtype=dtype or floatx())
    if pixels.ndim not in (2, 3):
        raise ShapeError("a picture has two or three dimensions", got=pixels.shape)
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    return pixels.transpose(2, 0, 1) if place == "channels_first" else pixels


@ends_at_user
@accepts_old_spellings
def load_img(
    path: str | Path | IO[bytes],
    color_mode: str = "rgb",
    target_size: tuple[int, int] | None = None,
    interpolation: str = "nearest",
    keep_aspect_ratio: bool = False,
) -> "Image":
    """Loads an image file.

    Args:
        path: the file.
        color_mode: "grayscale", "rgb" or "rgba".
        target_size: (height, width) it is brought to.
        interpolation: "nearest", "bilinear", "bicubic", "lanczos", "box" or "hamming".
        keep_aspect_ratio: whether what is too much is cut away before, in the middle.

    Raises:
        ArgumentError: the colours or the interpolation are none of these.
        MissingExtraError: Pillow is not installed.
    """
    required("PIL", "plot")
    from PIL import Image

    if color_mode not in MODES:
        raise ArgumentError(f"color_mode cannot be {color_mode!r}", expected=", ".join(MODES))
    if interpolation not in FILTERS:
        raise ArgumentError(
            f"interpolation cannot be {interpolation!r}", expected=", ".join(FILTERS)
        )
    with Image.open(path) as file:
        deep = color_mode == "grayscale" and file.mode in ("I;16", "I")
        picture = file.copy() if deep else file.convert(MODES[color_mode])
    if target_size is None or picture.size == (target_size[1], target_size[0]):
        return picture
    height, width = target_size
    box = _middle(picture.size, width / height) if keep_aspect_ratio else None
    return picture.resize((width, height), Image.Resampling[interpolation.upper()], box=box)


def _middle(size: tuple[int, int], ratio: float) -> tuple[float, float, float, float]:
    """Returns the largest box of a ratio of width to height in the middle of a picture."""
    width, height = size
    wide, high = min(width, height * ratio), min(height, width / ratio)
    left, top = (width - wide) / 2, (height - high) / 2
    return left, top, left + wide, top + high


@ends_at_user
@accepts_old_spellings
def save_img(
    path: str | Path | IO[bytes],
    x: Any,
    data_format: str | None = None,
    file_format: str | None = None,
    scale: bool = True,
    **kwargs: Any,
) -> None:
    """Writes an array to an image file.

    Args:
        path: the file.
        x: as in `array_to_img`.
        data_format: where the channels are.
        file_format: by the file's ending where None.
        scale: whether the values are stretched to 0..255.
        **kwargs: what Pillow takes.
    """
    picture = array_to_img(x, data_format=data_format, scale=scale)
    kind = "jpeg" if file_format == "jpg" else file_format
    if picture.mode == "RGBA" and kind == "jpeg":
        picture = picture.convert("RGB")
    picture.save(path, format=kind, **kwargs)


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
