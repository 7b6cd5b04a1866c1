"""Ops that TensorFlow has a faster version of than the common one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tahr.engines.tensorflow.recurrence import gru, lstm
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import EIGHT, SINGLE, Tensor, widened


def _split(x: Tensor, indices_or_sections: int | Sequence[int], axis: int = 0) -> Any:
    """Splits in one call, whose gradient is one concatenation."""
    length = x.shape[axis] if x.shape.rank else None
    if not isinstance(indices_or_sections, int) or not length or length % indices_or_sections:
        return NotImplemented
    return tf.split(x, indices_or_sections, axis)


NATIVE: Mapping[str, Callable[..., Any]] = {
    "erfinv": widened(tf.math.erfinv, SINGLE),
    "sigmoid": widened(tf.sigmoid, EIGHT),
    "relu": widened(tf.nn.relu, EIGHT),
    "split": _split,
    "lstm": lstm,
    "gru": gru,
}
