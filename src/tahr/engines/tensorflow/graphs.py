"""Making a graph of a function of tensors."""

from collections.abc import Callable, Sequence
from typing import Any

from tensorflow.python.ops.control_flow_ops import XLAControlFlowContext

from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor


def traced(function: Callable[..., Any], specs: Sequence[Any]) -> Any:
    """Returns the graph of a function, which can be called with tensors.

    Its loops have the bounds that XLA asks for, so that `by_xla` need not trace the function again.

    Args:
        function: gets tensors, gives a list of tensors.
        specs: tensors or TensorFlow's specs, as its arguments will be.
    """

    def run(*tensors: Tensor) -> Any:
        context = XLAControlFlowContext()
        context.Enter()
        try:
            return function(*tensors)
        finally:
            context.Exit()

    return _graph(run, specs)


def by_xla(made: Any) -> Any:
    """Returns a graph of `traced`, to be compiled by XLA at its first call."""
    specs = made.structured_input_signature[0]
    return _graph(made, specs, jit_compile=True)


def _graph(run: Callable[..., Any], specs: Sequence[Any], **options: Any) -> Any:
    made = tf.function(run, autograph=False, **options)
    return made.get_concrete_function(*(tf.TensorSpec(s.shape, s.dtype) for s in specs))
