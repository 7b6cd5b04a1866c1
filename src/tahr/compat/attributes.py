"""Attributes of objects as Keras 1 and 2 called them."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from tahr.core.notices import old_spelling

ATTRIBUTES = {"Rated": {"lr": "learning_rate"}}
"""By the name of the class that has it, what an attribute is called today."""

OF_LAYERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "W": ("kernel", lambda layer: _weight(layer, "kernel", "W")),
    "b": ("bias", lambda layer: _weight(layer, "bias", "b")),
    "_make_predict_function": ("make_predict_function", lambda layer: layer.make_predict_function),
    "_make_test_function": ("make_test_function", lambda layer: layer.make_test_function),
    "_make_train_function": ("make_train_function", lambda layer: layer.make_train_function),
    "_feed_inputs": ("inputs", lambda layer: layer.inputs),
    "_feed_sample_weights": (
        "fit(sample_weight=...)", lambda layer: _training(layer, "sample_weights")
    ),
    "_feed_targets": ("fit(x, y)", lambda layer: _training(layer, "targets")),
    "activity_regularizer": ("", lambda layer: None),
    "compiled_loss": (
        "compute_loss", lambda layer: _of_model(layer, "compiled_loss").CompiledLoss(layer)
    ),
    "compiled_metrics": (
        "compute_metrics", lambda layer: _of_model(layer, "compiled_metrics").CompiledMetrics(layer)
    ),
    "constraints": ("nothing: a weight knows its constraint", lambda layer: {}),
    "dynamic": ("", lambda layer: False),
    "get_input_mask_at": (
        "compute_mask", lambda layer: lambda node_index: _masks(_inputs(layer.nodes[node_index]))
    ),
    "get_losses_for": ("losses", lambda layer: lambda inputs: layer.losses),
    "get_output_mask_at": (
        "compute_mask", lambda layer: lambda node_index: _masks(layer.nodes[node_index].outputs)
    ),
    "get_updates_for": ("nothing: a layer assigns its weights", lambda layer: lambda inputs: []),
    "get_input_at": ("input", lambda layer: lambda node_index: _inputs(layer.nodes[node_index])),
    "get_output_at": ("output", lambda layer: lambda node_index: layer.nodes[node_index].outputs),
    "get_input_shape_at": (
        "input.shape", lambda layer: lambda node_index: _shape(_inputs(layer.nodes[node_index]))
    ),
    "get_output_shape_at": (
        "output.shape", lambda layer: lambda node_index: _shape(layer.nodes[node_index].outputs)
    ),
    "get_output_shape_for": ("compute_output_shape", lambda layer: layer.compute_output_shape),
    "input_length": ("", lambda layer: _declared(layer, "input_length")),
    "inbound_nodes": ("_inbound_nodes", lambda layer: layer.nodes),
    "input_mask": ("compute_mask", lambda layer: _masks(layer.input)),
    "input_shape": ("input.shape", lambda layer: _shape(layer.input)),
    "outbound_nodes": ("nothing: a graph is walked from its outputs", lambda layer: []),
    "output_mask": ("compute_mask", lambda layer: _masks(layer.output)),
    "output_shape": ("output.shape", lambda layer: _shape(layer.output)),
    "sample_weights": (
        "fit(sample_weight=...)", lambda layer: _training(layer, "sample_weights")
    ),
    "state_updates": ("nothing: states are assigned", lambda layer: []),
    "targets": ("fit(x, y)", lambda layer: _training(layer, "targets")),
    "total_loss": ("compute_loss", lambda layer: _training(layer, "total_loss")),
    "to_yaml": ("to_json", lambda layer: layer.to_json),
    "updates": ("nothing: a layer assigns its weights", lambda layer: []),
    "uses_learning_phase": ("call(training=...)", lambda layer: True),
    "validation_data": (
        "nothing: give a callback the data",
        lambda layer: _of_model(layer, "validation_data").held_out(layer),
    ),
}  # fmt: skip
"""Attributes of layers that today's have not: what to write today, and what finds it.

Of those without a word to write today nothing is told: packages ask every layer for them.
"""


def of_layer(layer: Any, name: str) -> Any:
    """Returns an attribute of a layer that only earlier Keras versions have.

    Args:
        layer: the layer.
        name: one of `OF_LAYERS`.

    Raises:
        AttributeError: the layer has not been called yet.
    """
    today, find = OF_LAYERS[name]
    found = find(layer)
    if today:
        old_spelling(f"layer.{name}", today if " " in today else f"layer.{today}")
    return found


def _weight(layer: Any, today: str, name: str) -> Any:
    found = getattr(layer, today, None)
    if found is None:  # a layer of a user's own may call anything `W`
        raise AttributeError(f"{type(layer).__name__!r} object has no attribute {name!r}")
    return found


def _of_model(layer: Any, name: str) -> Any:
    """Returns the module that knows what models had, where a layer is one."""
    if not hasattr(type(layer), "compilation"):
        raise AttributeError(f"{type(layer).__name__!r} object has no attribute {name!r}")
    return import_module("tahr.training.former")


def _training(layer: Any, name: str) -> Any:
    return getattr(_of_model(layer, name).inputs_of(layer), name)


def _declared(layer: Any, name: str) -> Any:
    """Returns the length of sequences that a layer was told of."""
    declared = vars(layer).get("_declared")
    if declared is None or len(declared) < 2:
        raise AttributeError(f"{type(layer).__name__!r} object has no attribute {name!r}")
    return declared[1]


def _inputs(node: Any) -> Any:
    return node.inputs[0] if len(node.inputs) == 1 else node.inputs


def _shape(tensors: Any) -> Any:
    if isinstance(tensors, list | tuple):
        return [_shape(tensor) for tensor in tensors]
    return tensors.shape


def _masks(tensors: Any) -> Any:
    if isinstance(tensors, list | tuple):
        return [_masks(tensor) for tensor in tensors]
    from tahr.core.masks import get_mask  # the configuration is read by this table

    return get_mask(tensors)
