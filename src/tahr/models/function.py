"""A graph of ops as a function, without weights or training of its own."""

from typing import Any

from tahr.core import trees
from tahr.models.graph import Graph
from tahr.models.inputs import conformed, matched
from tahr.ops.operation import Operation
from tahr.ops.symbolic import SymbolicTensor


class Function(Operation):
    """What leads from symbolic inputs to symbolic outputs, as an operation to be called anew.

    Args:
        inputs: symbolic tensors, alone or in a list or dict.
        outputs: symbolic tensors that come of them, likewise.
        name: derived from the class by default.

    Raises:
        ArgumentError: the outputs do not come from the inputs alone.

    Example:
        >>> from tahr import KerasTensor, ops
        >>> x = KerasTensor((None, 2))
        >>> Function(x, ops.multiply(x, 2.0))(ops.ones((1, 2))).tolist()
        [[2.0, 2.0]]
    """

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None) -> None:
        super().__init__(name)
        self.graph: Graph = Graph(inputs, outputs)

    @property
    def inputs(self) -> list[SymbolicTensor]:
        """The symbolic inputs, flat."""
        return self.graph.flat_inputs

    @property
    def outputs(self) -> list[SymbolicTensor]:
        """The symbolic outputs, flat."""
        return self.graph.flat_outputs

    @property
    def input(self) -> Any:
        return self.graph.inputs

    @property
    def output(self) -> Any:
        return self.graph.outputs

    @property
    def operations(self) -> list[Operation]:
        """The operations that are run, those farthest from the outputs first."""
        return list(self.graph.operations)

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        values = matched(inputs, self.graph.inputs, self.name)
        pairs = zip(values, self.graph.flat_inputs, strict=True)
        return self.graph.run([conformed(value, wanted, self.name) for value, wanted in pairs])

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shapes of the outputs for the shapes of the inputs."""
        described = trees.map(
            lambda shape, known: SymbolicTensor(shape, known.dtype),
            input_shape,
            self.graph.inputs,
            is_leaf=trees.is_shape,
        )
        return trees.map(lambda tensor: tensor.shape, self.compute_output_spec(described))
