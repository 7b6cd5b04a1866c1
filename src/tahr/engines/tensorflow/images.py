"""Images resized, and read at other places, by TensorFlow's kernels."""

from collections.abc import Sequence
from typing import Any

from tahr.core.config import data_format as checked_format
from tahr.engines.tensorflow.running import PIPELINE
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor

MODES = ("constant", "nearest", "reflect")
"""The fill modes that the kernel has as they are meant here."""


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


def affine_transform(
    images: Tensor,
    transform: Tensor,
    interpolation: str = "bilinear",
    fill_mode: str = "constant",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Any:
    """Reads pixels by a kernel that XLA does not have: in pipelines of data, and eagerly."""
    is_batch = images.shape.rank == 4 and transform.shape.rank == 2 and transform.shape[1] == 8
    if not is_batch or images.dtype != tf.float32 or interpolation != "bilinear":
        return NotImplemented
    if fill_mode not in MODES or checked_format(data_format) != "channels_last":
        return NotImplemented
    if tf.inside_function() and not tf.compat.v1.get_default_graph().name.startswith(PIPELINE):
        return NotImplemented
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=tf.cast(transform, tf.float32),
        output_shape=tf.shape(images)[1:3],
        fill_value=float(fill_value),
        interpolation="BILINEAR",
        fill_mode=fill_mode.upper(),
    )
