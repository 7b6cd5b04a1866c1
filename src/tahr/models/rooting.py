"""Graphs that start at inputs of their own."""

from typing import Any

from tahr.core import trees
from tahr.layers.core.input_layer import Input, InputLayer
from tahr.models.graph import Graph, needs_nothing
from tahr.ops.symbolic import SymbolicTensor


def graph_of(inputs: Any, outputs: Any) -> Graph:
    """Finds the graph between symbolic tensors.

    Where an input comes out of another layer, the graph gets an input layer in its place, and
    what follows is called once more on that.

    Raises:
        ArgumentError: the outputs do not come from the inputs alone.
    """
    graph = Graph(_fed(inputs), outputs)
    if all(_is_root(tensor) for tensor in graph.flat_inputs):
        return graph
    roots = trees.map(lambda t: t if _is_root(t) else like(t), graph.inputs)
    return Graph(roots, graph.run(trees.leaves(roots)))


def _fed(inputs: Any) -> Any:
    """Leaves out inputs that have their value already."""
    if isinstance(inputs, SymbolicTensor):
        return [] if needs_nothing(inputs) else inputs
    if isinstance(inputs, list | tuple):
        return type(inputs)(t for t in inputs if not (_is_one(t) and needs_nothing(t)))
    return inputs


def _is_one(thing: Any) -> bool:
    return isinstance(thing, SymbolicTensor)


def _is_root(tensor: SymbolicTensor) -> bool:
    return tensor.node is not None and isinstance(tensor.node.operation, InputLayer)


def like(tensor: SymbolicTensor, name: str | None = None) -> SymbolicTensor:
    """Returns a new input of the shape and dtype of a symbolic tensor."""
    return Input(
        batch_shape=tensor.shape,
        dtype=tensor.dtype,
        sparse=tensor.sparse,
        ragged=tensor.ragged,
        name=name,
    )
