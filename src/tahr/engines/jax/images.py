"""Images resized by JAX, which contracts both axes at once."""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp

from tahr.core.config import data_format as checked_format

METHODS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")


def resize(
    images: jax.Array,
    size: Sequence[int],
    interpolation: str = "bilinear",
    antialias: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Any:
    """Resizes batches of float32."""
    plain = not (crop_to_aspect_ratio or pad_to_aspect_ratio) and fill_mode == "constant"
    fits = images.ndim == 4 and images.dtype == jnp.float32 and interpolation in METHODS
    if not (plain and fits) or checked_format(data_format) != "channels_last":
        return NotImplemented
    height, width = size
    if height < 1 or width < 1:
        return NotImplemented
    shape = (images.shape[0], height, width, images.shape[3])
    return jax.image.resize(images, shape, interpolation, antialias)
