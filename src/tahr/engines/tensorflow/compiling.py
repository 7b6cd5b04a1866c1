"""A whole function of trees as one graph over plain tensors, once for each set of input specs.

Measured on two cores, a training step of batch 32, by TensorFlow's own executor and by XLA: a
perceptron 784-64-64-10 takes 0.68 and 0.54 ms, an LSTM over 80 steps 9.2 and 2.8, and a network
with a 3×3 convolution 3.2 and 7.3, as XLA's convolutions on a CPU are slow. XLA takes one to two
seconds longer to compile.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from optree import PyTreeSpec
from tensorflow.python.eager import record

from tahr.core import trees
from tahr.engines.compiled import Compiled
from tahr.engines.flat import Flat
from tahr.engines.tensorflow.graphs import by_xla, traced
from tahr.engines.tensorflow.sparse import packed, takes_packed
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor

LOG = logging.getLogger(__name__)
SLOW = frozenset({"Conv2D", "Conv3D", "DepthwiseConv2dNative", "MaxPool", "AvgPool"})
"""What XLA does more slowly on a CPU."""
LOOPS = frozenset({"While", "StatelessWhile"})
"""What XLA does faster than TensorFlow's executor, which takes a while for each round."""
PAYS = 150
"""From how many calls on the loops of a graph are worth the time that XLA takes to compile: an LSTM
of 80 steps takes 20 ms a call without and 12 ms with XLA, and 1.4 s longer to compile."""
MANY = 4_000_000
"""From how many operations on, those of all calls together, a graph without loops is worth it: of
a Transformer of 2,100 operations XLA saves 4 ms of 40 a call, for 4 s; of a perceptron of 400
0.08 ms of 0.8, for 0.9 s."""
UNTRACEABLE = (
    tf.errors.OperatorNotAllowedInGraphError,  # a branch on a value
    NotImplementedError,  # a conversion to NumPy
    AttributeError,  # a method that only tensors with values have
)


class Graph:
    """A function compiled for one set of input specs.

    Args:
        tree: makes of a list of tensors what the function returns.
        made: by `traced`.
        is_by_xla: whether XLA is to compile it.
    """

    def __init__(self, tree: Callable[[Sequence[Tensor]], Any], made: Any, is_by_xla: bool) -> None:
        self.tree = tree
        self.made: Any = made
        self.is_by_xla: bool = is_by_xla
        # The call that users make checks every argument again, for 0.3 ms a step.
        self._runs = by_xla(made) if is_by_xla else made
        self._run = self._runs._inference_function.call_flat
        self._captured = list(self._runs.captured_inputs)

    def __call__(self, tensors: Sequence[Tensor]) -> Any:
        return self.tree(self._run(*tensors, *self._captured) or ())


class CompiledGraphs(Compiled[Tensor, Graph | None]):
    """A pure function of trees of tensors, compiled at its first call.

    Where that cannot be done (a branch that depends on values), the function runs as it is
    written. So it does inside another graph, and where a tape records what it does.
    """

    def __call__(self, *args: Any) -> Any:
        if tf.inside_function() or record.could_possibly_record():
            return self.function(*args)
        leaves, structure = trees.split(packed(args))
        tensors = [x if isinstance(x, tf.Tensor) else self.convert(x) for x in leaves]
        key = (structure, *[(t.shape, t.dtype) for t in tensors])
        graph = self.program(key, structure, tensors)
        if graph is None:
            return self.function(*args)
        try:
            return graph(tensors)
        except tf.errors.InvalidArgumentError as error:
            if not graph.is_by_xla:
                raise
            # XLA has no version of some ops.
            LOG.warning("not compiled by XLA: %s", str(error).partition("\n")[0])
            self.effort = "quick"
            self.programs.clear()
            return self(*args)

    def made(self, structure: PyTreeSpec, tensors: list[Tensor], calls: int) -> Graph | None:
        try:
            flat = Flat(takes_packed(self.function), structure)
            made = traced(flat, tensors)
            return Graph(flat.tree, made, self._pays(made.graph, calls))
        except UNTRACEABLE as error:
            LOG.warning("runs as it is written, uncompiled: %s", error)
            return None

    def grown(
        self, program: Graph | None, structure: PyTreeSpec, tensors: list[Tensor], calls: int
    ) -> Graph | None:
        if program is None or program.is_by_xla or not self._pays(program.made.graph, calls):
            return program
        return Graph(program.tree, program.made, True)

    def _pays(self, graph: Any, calls: int) -> bool:
        """Returns whether XLA is worth it: by a graph's operations alone, so alike in each run."""
        operations = graph.get_operations()
        kinds = {operation.type for operation in operations}
        if kinds & SLOW and not tf.config.list_physical_devices("GPU"):
            return False
        loops = not kinds.isdisjoint(LOOPS)
        many = calls > PAYS if loops else calls * len(operations) > MANY
        return self.effort == "full" or many
