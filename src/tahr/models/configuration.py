"""Graphs as configurations, and back: Keras 3's functional form.

Every layer and op stands in a list with the calls of it that belong to the graph. A tensor is
written as where it comes from: the name of the operation, the number of the call, the number
of the output.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from tahr.core import trees, yaml_text
from tahr.core.errors import SavingError, told
from tahr.core.json_text import parse_object
from tahr.core.registry import custom_object_scope
from tahr.core.serialization import deserialize, made_of, serialize, sharing
from tahr.core.spending import limited, spend
from tahr.core.tracebacks import ends_at_user
from tahr.models import op_nodes
from tahr.models.graph import Graph
from tahr.ops.operation import OpCall, Operation
from tahr.ops.symbolic import Node, SymbolicTensor
from tahr.saving.legacy import architecture

if TYPE_CHECKING:
    from tahr.models.model import Model

M = TypeVar("M", bound="Model")
TENSOR = "__keras_tensor__"
Place = tuple[str, int, int]
GRAPH_KEYS = {"name", "layers", "input_layers", "output_layers"}


def is_graph_config(config: Mapping[str, Any]) -> bool:
    """Returns whether a configuration is that of a graph, rather than a constructor's arguments."""
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
    return _from_text(parse_object(json_string, None), json_string, "json_string", custom_objects)


@ends_at_user
def model_from_yaml(yaml_string: str, custom_objects: Mapping[str, Any] | None = None) -> "Model":
    """Makes a model from what `to_yaml` of Keras 1 and 2 has written, with new weights.

    Nothing but plain values is read from the text, whatever objects it asks for.

    Args:
        yaml_string: the text.
        custom_objects: classes and functions by the names the text gives them.

    Raises:
        SavingError: the text is no configuration, or names what is not known.
        MissingExtraError: it is other YAML than JSON, and PyYAML is not installed.
    """
    is_json = yaml_string.lstrip().startswith("{")
    config = (parse_object if is_json else yaml_text.parse_object)(yaml_string, None)
    return _from_text(config, yaml_string, "yaml_string", custom_objects)


def _from_text(
    config: dict[str, Any], text: str, where: str, custom_objects: Mapping[str, Any] | None
) -> "Model":
    if "class_name" not in config:
        raise SavingError("this is no configuration of a model", got=text[:80])
    with limited(len(text), where), sharing():
        if "keras_version" in config:
            version = architecture.first_number(config["keras_version"])
            config = architecture.modern(config, version)
        return made_of(config, custom_objects)


class _Reader:
    """Layers and ops made anew, and called as they were."""

    def __init__(self, entries: list[dict[str, Any]]) -> None:
        self.tensors: dict[Place, SymbolicTensor] = {}
        self.counts: dict[str, int] = {}
        self.operations: dict[str, Operation] = {}
        self.configs: dict[str, Mapping[str, Any]] = {}
        self.left: dict[str, list[dict[str, Any]]] = {}
        self.missing: dict[str, set[Place]] = {}
        self.waiting: dict[Place, list[str]] = {}
        self.ready: deque[str] = deque()
        for entry in entries:
            self._make(entry)
        while self.ready:
            self._call(self.ready.popleft())
        waiting = [name for name, missing in self.missing.items() if missing]
        if waiting:
            raise SavingError(
                "layers are called on tensors that nothing gives", got=", ".join(waiting)[:200]
            )

    def _make(self, entry: dict[str, Any]) -> None:
        name, calls = entry["name"], entry["inbound_nodes"]
        if name in self.operations:
            raise SavingError(f"two layers are called {name!r}")
        made = op_nodes.op_from(entry) if op_nodes.is_op(entry) else deserialize(entry)
        if not isinstance(made, Operation):
            raise SavingError("this is no layer", where=str(name), got=told(made))
        self.operations[name] = made
        self.configs[name] = entry["config"]
        self.counts[name] = 0
        if calls:
            self.left[name] = list(reversed(calls))
            self.ready.append(name)
        else:
            self._keep(name, made.output)

    def _keep(self, name: str, outputs: Any) -> None:
        """Keeps what a call gives, and lets those go on that waited for it."""
        for index, tensor in enumerate(trees.leaves(outputs)):
            place = name, self.counts[name], index
            self.tensors[place] = tensor
            for waiting in self.waiting.pop(place, ()):
                self.missing[waiting].discard(place)
                if not self.missing[waiting]:
                    self.ready.append(waiting)
        self.counts[name] += 1

    def _call(self, name: str) -> None:
        """Makes the calls of an operation until one needs a tensor that is not there yet."""
        calls, operation = self.left[name], self.operations[name]
        while calls:
            missing = {place for place in _places_in(calls[-1]) if place not in self.tensors}
            self.missing[name] = missing
            for place in missing:
                self.waiting.setdefault(place, []).append(name)
            if missing:
                return
            call = calls.pop()
            spend(1)
            args = [self._value(value) for value in call["args"]]
            kwargs = {key: self._value(value) for key, value in call["kwargs"].items()}
            if isinstance(operation, OpCall):
                beside = deserialize(dict(self.configs[name]))
                args, kwargs = op_nodes.call_from(operation, beside, args, kwargs)
            self._keep(name, operation(*args, **kwargs))

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
        """Returns the tensors at places, in the structure these are written in."""
        if _is_place(places):
            return self._tensor(places)
        if isinstance(places, dict):
            return {key: self.ends(item) for key, item in places.items()}
        return [self.ends(item) for item in places]

    def _tensor(self, place: Any) -> SymbolicTensor:
        if _place(place) not in self.tensors:
            raise SavingError("an input or output is no tensor of the graph", got=place)
        return self.tensors[_place(place)]


def _places_in(value: Any) -> Iterator[Place]:
    """Lists the places of the tensors that stand in the arguments of a call."""
    if isinstance(value, dict):
        if value.get("class_name") == TENSOR:
            yield _place(value["config"]["keras_history"])
            return
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _places_in(item)


def _is_place(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 3 and isinstance(value[0], str)


def _place(value: Any) -> Place:
    if not _is_place(value):
        raise SavingError("not the place of a tensor", got=value)
    return (value[0], int(value[1]), int(value[2]))
