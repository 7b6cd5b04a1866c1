"""A graph of ops as a function."""

from typing import Any

from tahr.core import trees
from tahr.core.typing import Shape
from tahr.models.graph import Graph
from tahr.models.inputs import matched
from tahr.models.rooting import graph_of
from tahr.ops.operation import Operation
from tahr.ops.symbolic import SymbolicTensor


class Function(Operation):
    """What leads from symbolic inputs to symbolic outputs, as a function of other inputs.

    Unlike a model it is no layer: it keeps no weights and is neither trained nor saved.

    Args:
        inputs: symbolic tensors, alone or in a list or dict.
        outputs: symbolic tensors that come of them, likewise.
        name: derived from the class by default.

    Raises:
        ArgumentError: the outputs do not come from the inputs alone.

    Example:
        >>> from tahr import KerasTensor, ops
        >>> x = KerasTensor((None, 2))
        >>> double = Function(x, ops.multiply(x, 2.0))
        >>> double([[1.0, 2.0]]).tolist()
        [[2.0, 4.0]]
    """

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None) -> None:
        super().__init__(name)
        self.graph: Graph = graph_of(inputs, outputs)

    @property
    def operations(self) -> list[Operation]:
        """The ops and layers it is made of."""
        return list(self.graph.operations)

    @property
    def inputs(self) -> list[SymbolicTensor]:
        """The symbolic inputs, flat."""
        return self.graph.flat_inputs

    @property
    def outputs(self) -> list[SymbolicTensor]:
        """The symbolic outputs, flat."""
        return self.graph.flat_outputs

    @property
    def input_shape(self) -> Shape | Any:
        """The shape of the input, or of each input in their structure."""
        return trees.map(lambda t: t.shape, self.graph.inputs)

    @property
    def output_shape(self) -> Shape | Any:
        """The shape of the output, or of each output in their structure."""
        return trees.map(lambda t: t.shape, self.graph.outputs)

    def call(self, inputs: Any) -> Any:
        return self.graph.run(matched(inputs, self.graph.inputs, self.name))
