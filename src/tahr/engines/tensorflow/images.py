"""Images resized by TensorFlow's kernels, which read few pixels for each."""

from collections.abc import Sequence
from typing import Any

from tahr.core.config import data_format as checked_format
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor


def resize(
    images: Tensor,
    size: Sequence[int],
    interpolation: str = "bilinear",
    antialias: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Any:
    """Resizes batches of float32; cubic weights without antialiasing are rounded there."""
    exact = interpolation in ("nearest", "bilinear") or (antialias and interpolation == "bicubic")
    plain = not (crop_to_aspect_ratio or pad_to_aspect_ratio) and fill_mode == "constant"
    fits = images.shape.rank == 4 and images.dtype == tf.float32
    if not (exact and plain and fits) or checked_format(data_format) != "channels_last":
        return NotImplemented
    return tf.image.resize(images, size, interpolation, antialias=antialias)
