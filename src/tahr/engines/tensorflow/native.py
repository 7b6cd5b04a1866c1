"""Ops that TensorFlow has a faster version of than the common one."""

from collections.abc import Callable, Mapping
from typing import Any

from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import EIGHT, SINGLE, widened

NATIVE: Mapping[str, Callable[..., Any]] = {
    "erfinv": widened(tf.math.erfinv, SINGLE),
    "sigmoid": widened(tf.sigmoid, EIGHT),
    "relu": widened(tf.nn.relu, EIGHT),
}
