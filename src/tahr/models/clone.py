"""Copies of models: the same layers in the same places, with weights of their own."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tahr.core import trees
from tahr.core.errors import ArgumentError
from tahr.core.names import fresh
from tahr.core.tracebacks import ends_at_user
from tahr.layers.base.layer import Layer
from tahr.layers.core.input_layer import InputLayer
from tahr.models.added import refuse
from tahr.models.graph import Graph
from tahr.models.model import Model
from tahr.models.rooting import like
from tahr.models.sequential import Sequential
from tahr.ops.operation import Operation
from tahr.ops.symbolic import SymbolicTensor

if TYPE_CHECKING:
    Cloner = Callable[[Any], Any]
    Caller = Callable[..., Any]


@ends_at_user
def clone_model(
    model: Model,
    input_tensors: Any = None,
    clone_function: "Cloner | None" = None,
    call_function: "Caller | None" = None,
    recursive: bool = False,
    **kwargs: Any,
) -> Any:
    """Makes a model of the same layers, with new weights.

    Args:
        model: a sequential or functional model; a subclassed one where it has a configuration.
        input_tensors: symbolic tensors to start from, in the structure of the model's inputs.
        clone_function: makes a layer from each layer; by default from its configuration.
        call_function: called with each new layer and its arguments; calls it by default.
        recursive: whether `clone_function` reaches the layers of inner models.
        **kwargs: none.

    Returns:
        The new model, not compiled.

    Raises:
        ArgumentError: the model has no graph, and more than its configuration was asked for.

    Example:
        >>> from tahr import layers
        >>> model = Sequential([layers.Input((2,)), layers.Dense(1)])
        >>> other = clone_model(model)
        >>> other.layers[0].name == model.layers[0].name, other.layers[0] is model.layers[0]
        (True, False)
    """
    if kwargs:
        raise ArgumentError(f"no argument is called {next(iter(kwargs))!r}", where="clone_model")
    refuse(model.added, model.name)
    make = _cloner(clone_function, call_function, recursive)
    if isinstance(model, Sequential):
        return _sequential(model, make, input_tensors)
    if model.graph is not None:
        return _functional(model, model.graph, make, call_function, input_tensors)
    if clone_function or call_function or input_tensors is not None:
        raise ArgumentError(
            "a model without a graph can be copied by its configuration only", where=model.name
        )
    return type(model).from_config(model.get_config())


def _cloner(
    clone_function: "Cloner | None", call_function: "Caller | None", recursive: bool
) -> "Cloner":
    def make(layer: Any) -> Any:
        if recursive and isinstance(layer, Model):
            return clone_model(layer, None, clone_function, call_function, recursive=True)
        if clone_function is not None and isinstance(layer, Layer):
            return clone_function(layer)
        return type(layer).from_config(layer.get_config())

    return make


def _sequential(model: Sequential, make: "Cloner", input_tensors: Any) -> Sequential:
    layers = [make(layer) for layer in model.layers]
    start = _one(input_tensors, model.name)
    if start is None and model.graph is not None:
        start = _copied(model.inputs[0])
    chain = layers if start is None else [_origin(start), *layers]
    return Sequential(chain, name=model.name, trainable=model.trainable)


def _one(tensors: Any, where: str) -> SymbolicTensor | None:
    found = [] if tensors is None else trees.leaves(tensors)
    if len(found) > 1:
        raise ArgumentError("the model has one input", where=where, got=len(found))
    return found[0] if found else None


def _origin(tensor: SymbolicTensor) -> SymbolicTensor:
    """Returns the tensor where it is an input, or an input like it."""
    from_input = tensor.node is not None and isinstance(tensor.node.operation, InputLayer)
    return tensor if from_input else like(tensor)


def _copied(tensor: SymbolicTensor) -> SymbolicTensor:
    return like(tensor, name=tensor.name)


def _functional(
    model: Model, graph: Graph, make: "Cloner", call: "Caller | None", input_tensors: Any
) -> Model:
    inputs = trees.map(_copied, graph.inputs) if input_tensors is None else input_tensors
    if len(trees.leaves(inputs)) != len(graph.flat_inputs):
        raise ArgumentError(
            "wrong number of inputs",
            where=model.name,
            expected=len(graph.flat_inputs),
            got=len(trees.leaves(inputs)),
        )
    clones: dict[int, Operation] = {}

    def called(operation: Operation, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if id(operation) not in clones:
            clones[id(operation)] = make(operation)
        clone = clones[id(operation)]
        if call is not None and isinstance(clone, Layer):
            return call(clone, *args, **kwargs)
        return clone(*args, **kwargs)

    with fresh():
        outputs = graph.run(trees.leaves(inputs), call=called)
    cls = type(model) if type(model).__init__ is Model.__init__ else Model
    return cls(inputs=inputs, outputs=outputs, name=model.name, trainable=model.trainable)
