"""Converting numbers, and rounding float32 to those that a narrower float has."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from pytensor.graph.basic import Apply, Variable
from pytensor.graph.op import Op
from pytensor.graph.replace import _vectorize_node
from pytensor.tensor.type import TensorType

from tahr.engines.numpy.arithmetic import DTYPES


class Converted(Op):
    """Gives numbers as those of a dtype, carried in another.

    Args:
        dtype: of Tahr's.
        out: one of PyTensor's that holds it.
    """

    __props__ = ("dtype", "out")

    def __init__(self, dtype: str, out: str) -> None:
        self.dtype = dtype
        self.out = out

    def make_node(self, *inputs: Variable) -> Apply:
        (x,) = inputs
        assert isinstance(x.type, TensorType)
        return Apply(self, [x], [TensorType(self.out, x.type.shape)()])

    def perform(self, node: Apply, inputs: Sequence[Any], output_storage: Any) -> None:
        with np.errstate(all="ignore"):
            found = np.asarray(inputs[0]).astype(DTYPES[self.dtype], order="C")
            output_storage[0][0] = np.asarray(found.astype(self.out, copy=False))

    def pullback(
        self, inputs: Sequence[Variable], outputs: Sequence[Variable], cotangents: Sequence[Any]
    ) -> list[Variable]:
        return [rounded(cotangents[0], self.dtype)]

    def infer_shape(self, *given: Any) -> list[Any]:
        # PyTensor gives a graph, a node and shapes; from 3.3 on it gives no graph.
        return given[-1]


def rounded(x: Any, dtype: str) -> Any:
    """Rounds a variable of float32; its gradient is rounded likewise."""
    return Converted(dtype, "float32")(x)


@_vectorize_node.register(Converted)
def _over_a_batch(op: Converted, node: Apply, x: Variable) -> Apply:
    return op.make_node(x)
