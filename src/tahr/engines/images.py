"""Engines' own versions of ops on images: which calls they are for."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr.core.config import data_format as checked_format

Version = Callable[..., Any]


def resizing(version: Version) -> Version:
    """Makes a function a version of `ops.image.resize`, for calls that keep no ratio.

    Args:
        version: gets a batch, height and width, the interpolation, whether to smooth what gets
            smaller, and whether channels come last; gives `NotImplemented` for what is not its.
    """

    def resize(
        images: Any,
        size: Sequence[int],
        interpolation: str = "bilinear",
        antialias: bool = False,
        crop_to_aspect_ratio: bool = False,
        pad_to_aspect_ratio: bool = False,
        fill_mode: str = "constant",
        fill_value: float = 0.0,
        data_format: str | None = None,
    ) -> Any:
        plain = not (crop_to_aspect_ratio or pad_to_aspect_ratio) and fill_mode == "constant"
        if not plain or images.ndim != 4:
            return NotImplemented
        is_last = checked_format(data_format) == "channels_last"
        return version(images, size, interpolation, antialias, is_last)

    return resize


def placing(version: Version) -> Version:
    """Makes a function a version of `ops.image.affine_transform`, for batches and bilinear sums.

    Args:
        version: gets a batch, transforms `(batch, 8)` or (1, 8), the fill mode and value, and
            whether channels come last; gives `NotImplemented` for what is not its.
    """

    def affine_transform(
        images: Any,
        transform: Any,
        interpolation: str = "bilinear",
        fill_mode: str = "constant",
        fill_value: float = 0,
        data_format: str | None = None,
    ) -> Any:
        is_batch = images.ndim == 4 and transform.ndim == 2 and transform.shape[1] == 8
        if not is_batch or interpolation != "bilinear":
            return NotImplemented
        is_last = checked_format(data_format) == "channels_last"
        return version(images, transform, fill_mode, fill_value, is_last)

    return affine_transform
