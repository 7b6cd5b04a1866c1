"""Images resized, and read at other places, by TensorFlow's kernels."""

from collections.abc import Sequence
from typing import Any

from tahr.engines.images import placing, resizing
from tahr.engines.tensorflow.running import PIPELINE
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor

MODES = ("constant", "nearest", "reflect")
"""The fill modes that the kernel has as they are meant here."""


@resizing
def resize(
    images: Tensor,
    size: Sequence[int],
    interpolation: str,
    antialias: bool,
    is_last: bool,
) -> Any:
    """Resizes batches of float32; cubic weights without antialiasing are rounded there."""
    exact = interpolation in ("nearest", "bilinear") or (antialias and interpolation == "bicubic")
    if not (exact and is_last) or images.dtype != tf.float32:
        return NotImplemented
    return tf.image.resize(images, size, interpolation, antialias=antialias)


@placing
def affine_transform(
    images: Tensor,
    transform: Tensor,
    fill_mode: str,
    fill_value: float,
    is_last: bool,
) -> Any:
    """Reads pixels by a kernel that XLA does not have: in pipelines of data, and eagerly."""
    if images.dtype != tf.float32 or fill_mode not in MODES or not is_last:
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
