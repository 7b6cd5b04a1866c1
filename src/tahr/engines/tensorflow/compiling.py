"""A whole function of trees as one graph over plain tensors, once for each set of input specs."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from tahr.engines.tensorflow.flat import Flat
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor

LOG = logging.getLogger(__name__)
KEPT = 64
"""How many graphs a function keeps: those used last."""


class Graph:
    """A function compiled for one set of input specs.

    Args:
        function: gets and returns trees of tensors.
        given: the inputs, of which only structure and specs are kept.
        xla: whether XLA compiles it.
    """

    def __init__(self, function: Callable[..., Any], given: Flat, xla: bool) -> None:
        self._out = Flat(None)

        def flat(*tensors: Tensor) -> list[Tensor]:
            self._out = Flat(function(*given.filled(tensors)))
            return self._out.tensors

        specs = [tf.TensorSpec(t.shape, t.dtype) for t in given.tensors]
        made = tf.function(flat, autograph=False, jit_compile=xla or None)
        self._run = made.get_concrete_function(*specs)

    def __call__(self, tensors: Sequence[Tensor]) -> Any:
        return self._out.filled(self._run(*tensors))


class Compiled:
    """A pure function of trees of tensors, compiled at its first call.

    Inside another graph, and where gradients flow through it, it runs as it is written.

    Args:
        function: gets and returns trees of tensors.
        convert: makes a tensor of what is none.
        xla: whether XLA is to compile it, where it can.
    """

    def __init__(
        self, function: Callable[..., Any], convert: Callable[[Any], Tensor], xla: bool = False
    ) -> None:
        self.function = function
        self._convert = convert
        self._xla = xla
        self._graphs: OrderedDict[Any, Graph | None] = OrderedDict()

    def __call__(self, *args: Any) -> Any:
        given = Flat(args)
        given.tensors = [t if isinstance(t, tf.Tensor) else self._convert(t) for t in given.tensors]
        return self._graph(given)(given.tensors)

    def _graph(self, given: Flat) -> Any:
        key = (given.structure, *given.full, *[(t.shape, t.dtype) for t in given.tensors])
        if key not in self._graphs:
            self._graphs[key] = Graph(self.function, given, self._xla)
        return self._graphs[key]
