"""Ops that TensorFlow has a faster version of than the common one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tahr.engines.tensorflow.images import affine_transform, resize
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import EIGHT, SINGLE, Tensor, widened


def _split(x: Tensor, indices_or_sections: int | Sequence[int], axis: int = 0) -> Any:
    """Splits in one call, whose gradient is one concatenation."""
    length = x.shape[axis] if x.shape.rank else None
    if not isinstance(indices_or_sections, int) or not length or length % indices_or_sections:
        return NotImplemented
    return tf.split(x, indices_or_sections, axis)


def _along_last(function: Callable[[Tensor], Tensor]) -> Callable[..., Any]:
    """Runs one op of TensorFlow's where the axis is the last: a tenth of the time, eagerly."""

    def run(x: Tensor, axis: int | Sequence[int] | None = -1) -> Any:
        is_last = bool(x.shape.rank) and axis in (-1, x.shape.rank - 1)
        return function(x) if is_last else NotImplemented

    return run


def _normalize_batch(
    x: Tensor,
    axis: int = -1,
    offset: Tensor | None = None,
    scale: Tensor | None = None,
    epsilon: float = 0.001,
) -> Any:
    """Normalizes in one pass over the batch, and another one for its gradient."""
    channels = x.shape[-1] if x.shape.rank else None
    count = x.shape.num_elements()
    if axis not in (-1, x.shape.rank - 1) or not count or x.dtype != tf.float32:
        return NotImplemented
    found, mean, variance, *_ = tf.raw_ops.FusedBatchNormV3(
        x=x if x.shape.rank == 4 else tf.reshape(x, (-1, 1, 1, channels)),
        scale=tf.ones(channels) if scale is None else scale,
        offset=tf.zeros(channels) if offset is None else offset,
        mean=tf.zeros(0),
        variance=tf.zeros(0),
        epsilon=epsilon,
        is_training=True,
        data_format="NHWC",
    )
    # What it gives is the estimate for more data like this.
    share = 1.0 - channels / count
    return (
        tf.reshape(found, x.shape),
        tf.stop_gradient(mean),
        tf.stop_gradient(variance) * share,
    )


NATIVE: Mapping[str, Callable[..., Any]] = {
    "digamma": widened(tf.math.digamma, SINGLE),
    "gammainc": widened(lambda a, x: tf.math.igamma(tf.stop_gradient(a), x), SINGLE),
    "lgamma": widened(tf.math.lgamma, SINGLE),
    "affine_transform": affine_transform,
    "erfinv": widened(tf.math.erfinv, SINGLE),
    "sigmoid": widened(tf.sigmoid, EIGHT),
    "relu": widened(tf.nn.relu, EIGHT),
    "softmax": _along_last(widened(tf.nn.softmax, EIGHT)),
    "log_softmax": _along_last(widened(tf.nn.log_softmax, EIGHT)),
    "split": _split,
    "resize": resize,
    "normalize_batch": _normalize_batch,
}
