"""Graphs as configurations, and back: Keras 3's functional form.

Every layer and op stands in a list with the calls of it that belong to the graph. A tensor is
written as where it comes from: the name of the operation, the number of the call, the number
of the output.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from tahr.core import trees
from tahr.core.errors import SavingError
from tahr.core.registry import custom_object_scope
from tahr.core.serialization import deserialize, serialize
from tahr.core.tracebacks import ends_at_user
from tahr.models import op_nodes
from tahr.models.graph import Graph
from tahr.ops.operation import OpCall, Operation
from tahr.ops.symbolic import Node, SymbolicTensor

if TYPE_CHECKING:
    from tahr.models.model import Model

M = TypeVar("M", bound="Model")
TENSOR = "__keras_tensor__"
Place = tuple[str, int, int]
GRAPH_KEYS = {"name", "layers", "input_layers", "output_layers"}


def is_graph_config(config: Mapping[str, Any]) -> bool:
    """Tells whether a configuration is that of a graph, rather than a constructor's arguments."""
    return config.keys() >= GRAPH_KEYS


def graph_config(model: "Model") -> dict[str, Any]:
    """Writes a functional model.

    Returns:
        A dict with `name`, `trainable`, `layers`, `input_layers` and `output_layers`.

    Raises:
        SavingError: a layer, or an argument it was called with, has no configuration.
    """
    graph = model.graph
    if graph is None:
        raise SavingError("the model has no graph", where=model.name)
    places = _places(graph)
    return {
        "name": model.name,
        "trainable": model.trainable,
        "layers": [_entry(operation, graph, places) for operation in graph.operations],
        "input_layers": _ends(graph.inputs, places),
        "output_layers": _ends(graph.outputs, places),
    }


def _places(graph: Graph) -> dict[int, Place]:
    """Numbers every tensor of a graph, by id."""
    places: dict[int, Place] = {}
    for operation in graph.operations:
        for call, node in enumerate(_calls(operation, graph)):
            for index, tensor in enumerate(trees.leaves(node.outputs)):
                places[id(tensor)] = (operation.name, call, index)
    return places


def _calls(operation: Operation, graph: Graph) -> list[Node]:
    """Lists the calls of an operation that belong to a graph, in their order."""
    inside = {id(node) for node in graph.nodes}
    return [node for node in operation.nodes if id(node) in inside]


def _ends(tensors: Any, places: Mapping[int, Place]) -> Any:
    return trees.map(lambda t: list(places[id(t)]), tensors)


def _entry(operation: Operation, graph: Graph, places: Mapping[int, Place]) -> dict[str, Any]:
    is_op = isinstance(operation, OpCall)
    identity = op_nodes.identity(operation) if is_op else serialize(operation)
    calls = [node for node in _calls(operation, graph) if node.inputs]
    try:
        written = [_call(operation, node, places) for node in calls]
    except SavingError as error:
        raise error.at(operation.name) from None
    return {**serialize(identity), "name": operation.name, "inbound_nodes": written}


def _call(operation: Operation, node: Node, places: Mapping[int, Place]) -> dict[str, Any]:
    args, kwargs = node.args, node.kwargs
    if isinstance(operation, OpCall):
        args, kwargs = op_nodes.call_of(operation, node)
    return {
        "args": [_argument(value, places) for value in args],
        "kwargs": {key: _argument(value, places) for key, value in kwargs.items()},
    }


def _argument(value: Any, places: Mapping[int, Place]) -> Any:
    if isinstance(value, SymbolicTensor):
        config = {
            "shape": list(value.shape),
            "dtype": value.dtype,
            "keras_history": list(places[id(value)]),
        }
        return {"class_name": TENSOR, "config": config}
    if isinstance(value, list | tuple):
        return [_argument(item, places) for item in value]
    if isinstance(value, dict):
        return {key: _argument(item, places) for key, item in value.items()}
    return serialize(value)


def model_of(
    cls: type[M], config: dict[str, Any], custom_objects: Mapping[str, Any] | None = None
) -> M:
    """Makes a functional model from its configuration.

    Args:
        cls: a class whose constructor takes inputs and outputs.
        config: what `graph_config` or Keras has written.
        custom_objects: classes and functions by the names the configuration gives them.

    Raises:
        SavingError: the configuration is not one of a graph.
    """
    with custom_object_scope(custom_objects or {}):
        reader = _Reader(config["layers"])
    rest = {k: v for k, v in config.items() if k not in GRAPH_KEYS}
    inputs = reader.ends(config["input_layers"])
    outputs = reader.ends(config["output_layers"])
    trainable = rest.pop("trainable", True)
    model = cls(inputs=inputs, outputs=outputs, name=config["name"], **rest)
    if trainable is False:
        model._trainable = False
    return model


@ends_at_user
def model_from_json(json_string: str, custom_objects: Mapping[str, Any] | None = None) -> "Model":
    """Makes a model from what `Model.to_json` has written, with new weights.

    Args:
        json_string: the text.
        custom_objects: classes and functions by the names the text gives them.

    Raises:
        SavingError: the text is no configuration, or names what is not known.
    """
    try:
        config = json.loads(json_string)
    except (ValueError, RecursionError) as error:
        raise SavingError("this is no JSON", got=error) from None
    if not isinstance(config, dict) or "class_name" not in config:
        raise SavingError("this is no configuration of a model", got=json_string[:80])
    return deserialize(config, custom_objects)


class _Reader:
    """Layers and ops made anew, and called as they were."""

    def __init__(self, entries: list[dict[str, Any]]) -> None:
        self.tensors: dict[Place, SymbolicTensor] = {}
        self.counts: dict[str, int] = {}
        self.operations: dict[str, Operation] = {}
        self.configs: dict[str, Mapping[str, Any]] = {}
        self.pending: list[tuple[str, list[dict[str, Any]]]] = []
        for entry in entries:
            self._make(entry)
        while self.pending:
            before = sum(len(calls) for _, calls in self.pending)
            self.pending = [row for row in self.pending if not self._called(*row)]
            if before == sum(len(calls) for _, calls in self.pending):
                names = ", ".join(name for name, _ in self.pending)
                raise SavingError("layers are called on tensors that nothing gives", got=names)

    def _make(self, entry: dict[str, Any]) -> None:
        name, calls = entry["name"], entry["inbound_nodes"]
        if name in self.operations:
            raise SavingError(f"two layers are called {name!r}")
        made = op_nodes.op_from(entry) if op_nodes.is_op(entry) else deserialize(entry)
        if not isinstance(made, Operation):
            raise SavingError("this is no layer", where=str(name), got=repr(made))
        self.operations[name] = made
        self.configs[name] = entry["config"]
        self.counts[name] = 0
        if calls:
            self.pending.append((name, list(calls)))
        else:
            self._keep(name, made.output)

    def _keep(self, name: str, outputs: Any) -> None:
        for index, tensor in enumerate(trees.leaves(outputs)):
            self.tensors[name, self.counts[name], index] = tensor
        self.counts[name] += 1

    def _called(self, name: str, calls: list[dict[str, Any]]) -> bool:
        """Makes the calls whose tensors are there; tells whether none is left."""
        while calls and self._ready(calls[0]):
            call = calls.pop(0)
            operation = self.operations[name]
            args = [self._value(value) for value in call["args"]]
            kwargs = {key: self._value(value) for key, value in call["kwargs"].items()}
            if isinstance(operation, OpCall):
                beside = deserialize(dict(self.configs[name]))
                args, kwargs = op_nodes.call_from(operation, beside, args, kwargs)
            self._keep(name, operation(*args, **kwargs))
        return not calls

    def _ready(self, value: Any) -> bool:
        if isinstance(value, dict):
            if value.get("class_name") == TENSOR:
                return _place(value["config"]["keras_history"]) in self.tensors
            return all(self._ready(item) for item in value.values())
        return not isinstance(value, list) or all(self._ready(item) for item in value)

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if not isinstance(value, dict):
            return value
        if value.get("class_name") == TENSOR:
            return self.tensors[_place(value["config"]["keras_history"])]
        if "class_name" in value:
            return deserialize(value)
        return {key: self._value(item) for key, item in value.items()}

    def ends(self, places: Any) -> Any:
        """Gives the tensors at places, in the structure these are written in."""
        if _is_place(places):
            return self._tensor(places)
        if isinstance(places, dict):
            return {key: self.ends(item) for key, item in places.items()}
        return [self.ends(item) for item in places]

    def _tensor(self, place: Any) -> SymbolicTensor:
        if _place(place) not in self.tensors:
            raise SavingError("an input or output is no tensor of the graph", got=place)
        return self.tensors[_place(place)]


def _is_place(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 3 and isinstance(value[0], str)


def _place(value: Any) -> Place:
    if not _is_place(value):
        raise SavingError("not the place of a tensor", got=value)
    return (value[0], int(value[1]), int(value[2]))
