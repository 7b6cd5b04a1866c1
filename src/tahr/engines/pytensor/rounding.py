"""Rounding float32 to the numbers that a narrower float has."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from pytensor.graph.basic import Apply, Variable
from pytensor.graph.op import Op
from pytensor.graph.replace import _vectorize_node

from tahr.engines.numpy.arithmetic import DTYPES


class Rounded(Op):
    """Gives every number as the nearest one of a dtype; its gradient is rounded likewise."""

    __props__ = ("dtype",)

    def __init__(self, dtype: str) -> None:
        self.dtype = dtype

    def make_node(self, x: Variable) -> Apply:
        return Apply(self, [x], [x.type()])

    def perform(self, node: Apply, inputs: Sequence[Any], output_storage: Any) -> None:
        with np.errstate(all="ignore"):
            output_storage[0][0] = inputs[0].astype(DTYPES[self.dtype]).astype(np.float32)

    def pullback(
        self, inputs: Sequence[Variable], outputs: Sequence[Variable], cotangents: Sequence[Any]
    ) -> list[Variable]:
        return [rounded(cotangents[0], self.dtype)]

    def infer_shape(self, fgraph: Any, node: Apply, shapes: list[Any]) -> list[Any]:
        return shapes


def rounded(x: Any, dtype: str) -> Any:
    """Rounds a variable."""
    return Rounded(dtype)(x)


@_vectorize_node.register(Rounded)
def _over_a_batch(op: Rounded, node: Apply, x: Variable) -> Apply:
    return op.make_node(x)
