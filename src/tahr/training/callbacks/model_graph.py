"""The layers of a model and what leads from one to the other, as TensorBoard draws it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tahr.core import trees
from tahr.core.dtypes import standardize
from tahr.core.typing import Shape
from tahr.training.callbacks.event_file import proto

PRODUCER = 22
"""The version of TensorFlow's graphs whose rules hold."""


@dataclass
class Call:
    """One call of a layer or op: a node of the drawing.

    Attributes:
        name: with slashes between a model inside the model and its layers.
        kind: the class of the layer or op.
        inputs: names of the nodes whose outputs it takes.
        shapes: of its outputs.
        dtype: of its outputs.
        parameters: how many numbers its weights have.
    """

    name: str
    kind: str
    inputs: list[str] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    dtype: str = "float32"
    parameters: int = 0


def calls_of(model: Any) -> list[Call]:
    """Lists the calls of a model's layers; without a graph, its layers alone.

    Args:
        model: a model that has been built.

    Example:
        >>> from tahr import layers, models
        >>> x = layers.Input((3,), name="x")
        >>> [(c.name, c.inputs) for c in calls_of(models.Model(x, layers.Dense(2, name="d")(x)))]
        [('x', []), ('d', ['x'])]
    """
    if getattr(model, "graph", None) is None:
        return list(_layers(model, ""))
    return _Walk().through(model.graph, "", [])


def _layers(model: Any, prefix: str) -> Iterator[Call]:
    for layer in model.layers:
        inner = getattr(layer, "layers", None)
        if inner:
            yield from _layers(layer, f"{prefix}{layer.name}/")
        else:
            yield Call(prefix + layer.name, type(layer).__name__, parameters=_parameters(layer))


class _Walk:
    """A way through a graph and the graphs of models in it; knows where each tensor is from."""

    def __init__(self) -> None:
        self._origins: dict[int, str] = {}
        self._met: dict[str, int] = {}

    def through(self, graph: Any, prefix: str, given: Sequence[str]) -> list[Call]:
        """Lists the calls of a graph.

        Args:
            graph: of a model.
            prefix: what stands before the names.
            given: where its inputs come from, for a graph inside another.
        """
        for tensor, origin in zip(graph.flat_inputs, given, strict=False):
            self._origins[id(tensor)] = origin
        calls: list[Call] = []
        for node in graph.nodes:
            outputs = trees.leaves(node.outputs)
            if given and all(id(t) in self._origins for t in outputs):
                continue
            inputs = [self._origins[id(t)] for t in node.inputs]
            name = self._free(prefix + node.operation.name)
            inner = getattr(node.operation, "graph", None)
            if inner is not None and node.inputs:
                calls += self.through(inner, f"{name}/", inputs)
                found = [self._origins[id(t)] for t in inner.flat_outputs]
            else:
                calls.append(_call(name, node.operation, inputs, outputs))
                found = [f"{name}:{i}" if i else name for i in range(len(outputs))]
            self._origins.update(zip(map(id, outputs), found, strict=True))
        return calls

    def _free(self, name: str) -> str:
        times = self._met.get(name, 0)
        self._met[name] = times + 1
        return f"{name}_{times}" if times else name


def _call(name: str, operation: Any, inputs: list[str], outputs: Sequence[Any]) -> Call:
    return Call(
        name,
        type(operation).__name__,
        inputs,
        [tuple(t.shape) for t in outputs],
        standardize(outputs[0].dtype) if outputs else "float32",
        _parameters(operation),
    )


def _parameters(operation: Any) -> int:
    return sum(variable.size for variable in getattr(operation, "weights", ()))


def definition(model: Any) -> Any:
    """Returns the graph of a model in the form TensorBoard reads.

    Raises:
        MissingExtraError: tensorboard is not installed.
    """
    kinds = proto("types").DataType
    graph = proto("graph").GraphDef(versions=proto("versions").VersionDef(producer=PRODUCER))
    for call in calls_of(model):
        node = graph.node.add(name=call.name, op=call.kind, input=call.inputs)
        shapes = node.attr["_output_shapes"].list.shape
        for shape in call.shapes:
            dims = shapes.add().dim
            for length in shape:
                dims.add(size=-1 if length is None else length)
        known = DTYPES.get(call.dtype)
        if known is not None:
            node.attr["dtype"].type = kinds.Value(known)
        node.attr["parameters"].i = call.parameters
    return graph


DTYPES = {
    "bfloat16": "DT_BFLOAT16", "bool": "DT_BOOL", "float16": "DT_HALF", "float32": "DT_FLOAT",
    "float64": "DT_DOUBLE", "int8": "DT_INT8", "int16": "DT_INT16", "int32": "DT_INT32",
    "int64": "DT_INT64", "uint8": "DT_UINT8", "uint16": "DT_UINT16", "uint32": "DT_UINT32",
    "uint64": "DT_UINT64", "string": "DT_STRING",
}  # fmt: skip
"""What TensorFlow calls dtypes in graphs."""
