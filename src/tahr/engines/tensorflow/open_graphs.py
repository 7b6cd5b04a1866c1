"""TensorFlow's graphs over lengths that are not known yet."""

from typing import Any

from tahr.core.specs import TensorSpec
from tahr.engines import open_graphs
from tahr.engines.open_graphs import met
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import DTYPES, Tensor


def lengths_of(specs: list[TensorSpec], tensors: list[Tensor]) -> dict[int, Tensor]:
    """Finds what stand-ins stand for: a scalar tensor of the graph for each."""
    return met(specs, tensors, lambda tensor, axis: tf.shape(tensor)[axis])


class OpenGraphs(open_graphs.OpenGraphs):
    """The TensorFlow engine over tensors of which some lengths are unknown."""

    like_first: tuple[str, ...] = ("affine_transform",)

    def scalar(self, length: Any, dtype: str) -> Tensor:
        return tf.cast(length, DTYPES[dtype])

    def between(self, start: Any, stop: Any, step: Any, dtype: str) -> Tensor:
        return tf.cast(tf.range(start, stop, step), DTYPES[dtype])
