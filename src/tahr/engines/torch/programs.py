"""Running a recording: replayed, or compiled where that pays."""

import logging
from collections.abc import Callable
from typing import Any

import torch
from torch.fx import GraphModule

from tahr.engines.torch.emission import emitted
from tahr.engines.torch.graphs import tuned
from tahr.engines.torch.updates import overwriting
from tahr.engines.torch.widening import Tensor

LOG = logging.getLogger(__name__)
COMPILING = 0.15
"""Seconds `torch.compile` takes for each call in the graph: 31 s for 160 calls, 22 s for 190."""
CALLING = 1.5e-6
"""Seconds a call in a replay takes besides its work."""
MOVING = 1e-10
"""Seconds for each byte of a result that is no view, its computation in the bargain."""
GAIN = 0.15
"""Which part of a replay's time compiling saves: 0.34 to 0.30 ms for a small dense model, 4.6 to
3.9 for a small convolutional one."""
CLOSED = frozenset({torch.ops.aten.mkldnn_rnn_layer.default})
"""What the compiler does not take."""


class Program:
    """A recording for one set of input specs.

    Args:
        graph: ATen calls, without gradients, on inputs that nothing writes to.
        tree: puts the results of those calls in their places.
        given_away: how many of the first inputs may be written to after all.
    """

    def __init__(
        self, graph: GraphModule, tree: Callable[[list[Tensor]], Any], given_away: int = 0
    ) -> None:
        self._graph = tuned(graph, given_away)
        self._tree = tree
        self._run = emitted(self._graph, overwriting(self._graph.graph, given_away))
        self.is_compiled = False
        """Whether it was compiled, or could not be."""

    def __call__(self, tensors: list[Tensor]) -> Any:
        """Runs it on tensors like those it was recorded for."""
        # No input requires a gradient, but oneDNN's LSTM keeps what its gradient needs only so.
        with torch.enable_grad():
            return self._tree(self._run(*tensors))

    def pays(self, calls: int) -> bool:
        """Returns whether compiling saves more than it takes.

        That is estimated from the graph, not timed: the same run gives the same numbers only
        if the same steps are compiled each time.

        Args:
            calls: how many are to come.
        """
        nodes = self._graph.graph.nodes
        if any(node.target in CLOSED for node in nodes):
            return False
        return GAIN * _replaying(self._graph) * calls > COMPILING * len(nodes)

    def compile(self, example: list[Tensor]) -> None:
        """Compiles it with `torch.compile`'s compiler, if that can be."""
        self.is_compiled: bool = True
        LOG.info("compiles a step of %d calls", len(self._graph.graph.nodes))
        try:
            with torch.no_grad():
                run: Any = torch._inductor.compile(self._graph, [*example])
                run(*example)
        except Exception as error:
            LOG.warning("a step is replayed, as torch.compile failed: %s", error)
        else:
            self._run = run


def _replaying(graph: GraphModule) -> float:
    """Estimates the seconds of a replay."""
    results = [n.meta.get("val") for n in graph.graph.nodes if n.op == "call_function"]
    made = [r for r in results if isinstance(r, torch.Tensor) and not r._is_view()]
    return CALLING * len(results) + MOVING * sum(r.numel() * r.itemsize for r in made)
