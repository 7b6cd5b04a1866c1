"""Running a recording: replayed at first, compiled where that pays."""

import logging
import time
from typing import Any

import torch
from torch.fx import GraphModule

from tahr.core import trees
from tahr.engines.base import Effort
from tahr.engines.torch.emission import emitted
from tahr.engines.torch.graphs import tuned
from tahr.engines.torch.widening import Tensor

LOG = logging.getLogger(__name__)
WARM = 20
"""How many replays are timed before it is decided whether to compile."""
NODE_SECONDS = 0.1
"""What compiling takes, for each call in the graph."""
GAIN = 0.3
"""Which part of a replay's time a compiled program saves."""


class Program:
    """A recording for one set of input specs.

    Args:
        graph: ATen calls, without gradients, on inputs that nothing writes to.
        structure: of the results.
        places: where in the structure a tensor stands, and not None.
        count: how many leaves the structure has.
        effort: "full" to compile at once.
        example: tensors like those it will be run on.
    """

    def __init__(
        self,
        graph: GraphModule,
        structure: Any,
        places: list[int],
        count: int,
        effort: Effort,
        example: list[Tensor],
    ) -> None:
        self._graph = tuned(graph)
        self._structure, self._places, self._count = structure, places, count
        self._run = emitted(self._graph)
        self._calls = 0
        self._fastest = float("inf")
        self._decided = effort == "full"
        if self._decided:
            self._compile(example)

    def __call__(self, tensors: list[Tensor], planned: int) -> Any:
        """Runs it.

        Args:
            tensors: what the recording was made for.
            planned: how many calls are planned in all.
        """
        start = time.perf_counter()
        # No input requires a gradient, but oneDNN's LSTM keeps what its gradient needs only so.
        with torch.enable_grad():
            results = self._run(*tensors)
        if not self._decided:
            self._calls += 1
            self._fastest = min(self._fastest, time.perf_counter() - start)
            if self._calls == WARM:
                self._decide(tensors, planned - WARM)
        leaves: list[Any] = [None] * self._count
        for place, result in zip(self._places, results, strict=True):
            leaves[place] = result
        return trees.unflatten(self._structure, leaves)

    def _decide(self, tensors: list[Tensor], left: int) -> None:
        self._decided = True
        price = NODE_SECONDS * len(self._graph.graph.nodes)
        gain = GAIN * self._fastest * left
        if gain > price:
            LOG.info("compiles for about %.0f s to save about %.0f s", price, gain)
            self._compile(tensors)

    def _compile(self, example: list[Tensor]) -> None:
        try:
            with torch.no_grad():
                run: Any = torch._inductor.compile(self._graph, [*example])
                run(*example)
        except Exception as error:
            LOG.warning("replays, as torch.compile failed: %s", error)
        else:
            self._run = run
