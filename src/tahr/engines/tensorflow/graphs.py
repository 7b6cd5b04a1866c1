"""Making a graph of a function of tensors."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor


def traced(function: Callable[..., Any], specs: Sequence[Any], by_xla: bool = False) -> Any:
    """Returns the graph of a function, which can be called with tensors.

    Args:
        function: gets tensors, gives a list of tensors.
        specs: tensors or TensorFlow's specs, as its arguments will be.
        by_xla: whether XLA compiles it.
    """

    def run(*tensors: Tensor) -> Any:
        return function(*tensors)

    made = tf.function(run, autograph=False, jit_compile=by_xla or None)
    return made.get_concrete_function(*(tf.TensorSpec(s.shape, s.dtype) for s in specs))
