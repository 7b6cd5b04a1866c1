"""A whole function of trees as one graph over plain tensors, once for each set of input specs.

Measured on two cores, a training step of batch 32, by TensorFlow's own executor and by XLA: a
perceptron 784-64-64-10 takes 0.68 and 0.54 ms, an LSTM over 80 steps 9.2 and 2.8, and a network
with a 3×3 convolution 3.2 and 7.3, as XLA's convolutions on a CPU are slow. XLA takes one to two
seconds longer to compile.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from tensorflow.python.eager import record

from tahr.engines.tensorflow.flat import Flat
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor

LOG = logging.getLogger(__name__)
KEPT = 64
"""How many graphs a function keeps: those used last."""
SLOW = frozenset({"Conv2D", "Conv3D", "DepthwiseConv2dNative", "MaxPool"})
"""What XLA does more slowly on a CPU."""
UNTRACEABLE = (
    tf.errors.OperatorNotAllowedInGraphError,  # a branch on a value
    NotImplementedError,  # a conversion to NumPy
    AttributeError,  # a method that only tensors with values have
)


class Graph:
    """A function compiled for one set of input specs.

    Args:
        function: gets and returns trees of tensors.
        given: the inputs, of which only structure and specs are kept.
        xla: whether XLA compiles it, where that makes it faster.
    """

    def __init__(self, function: Callable[..., Any], given: Flat, xla: bool) -> None:
        self._out = Flat(None)

        def flat(*tensors: Tensor) -> list[Tensor]:
            self._out = Flat(function(*given.filled(tensors)))
            return self._out.tensors

        specs = [tf.TensorSpec(t.shape, t.dtype) for t in given.tensors]
        # The function itself holds no tensor: `given` would keep the first batch alive.
        given.tensors = []
        made = tf.function(flat, autograph=False).get_concrete_function(*specs)
        if xla and _pays(made.graph):
            made = tf.function(flat, autograph=False, jit_compile=True)
            made = made.get_concrete_function(*specs)
        # The call that users make checks every argument again, for 0.3 ms a step.
        self._made, self._run = made, made._inference_function.call_flat
        self._captured = list(made.captured_inputs)

    def __call__(self, tensors: Sequence[Tensor]) -> Any:
        return self._out.filled(self._run(*tensors, *self._captured) or ())


def _pays(graph: Any) -> bool:
    if tf.config.list_physical_devices("GPU"):
        return True
    return not any(operation.type in SLOW for operation in graph.get_operations())


class Compiled:
    """A pure function of trees of tensors, compiled at its first call.

    Where that cannot be done (a branch that depends on values), the function runs as it is
    written. So it does inside another graph, and where a tape records what it does.

    Args:
        function: gets and returns trees of tensors.
        convert: makes a tensor of what is none.
        xla: whether XLA is to compile it.
    """

    def __init__(
        self, function: Callable[..., Any], convert: Callable[[Any], Tensor], xla: bool = False
    ) -> None:
        self.function = function
        self._convert = convert
        self._xla = xla
        self._graphs: OrderedDict[Any, Graph | None] = OrderedDict()

    def __call__(self, *args: Any) -> Any:
        if tf.inside_function() or record.could_possibly_record():
            return self.function(*args)
        given = Flat(args)
        tensors = [t if isinstance(t, tf.Tensor) else self._convert(t) for t in given.tensors]
        key = (given.structure, *given.full, *[(t.shape, t.dtype) for t in tensors])
        if key in self._graphs:
            self._graphs.move_to_end(key)
        else:
            given.tensors = tensors
            self._keep(key, self._compiled(given))
        graph = self._graphs[key]
        if graph is None:
            return self.function(*args)
        try:
            return graph(tensors)
        except tf.errors.InvalidArgumentError as error:
            return self._again(key, args, error)

    def _compiled(self, given: Flat) -> Graph | None:
        try:
            return Graph(self.function, given, self._xla)
        except UNTRACEABLE as error:
            LOG.warning("runs as it is written, uncompiled: %s", error)
            return None

    def _again(self, key: Any, args: tuple[Any, ...], error: Exception) -> Any:
        """Leaves XLA, where that is what failed: it has no version of some ops."""
        if not self._xla:
            raise error
        LOG.warning("not compiled by XLA: %s", str(error).partition("\n")[0])
        self._xla = False
        self._graphs.clear()
        return self(*args)

    def _keep(self, key: Any, graph: Graph | None) -> None:
        self._graphs[key] = graph
        if len(self._graphs) > KEPT:
            self._graphs.popitem(last=False)
