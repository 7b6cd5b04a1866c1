"""`Merge` and `merge` of Keras 1: layers and tensors joined by a word that says how."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr import layers as layer_classes
from tahr.core import trees
from tahr.core.errors import ArgumentError, told
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer
from tahr.models.model import Model
from tahr.models.sequential import Sequential
from tahr.ops.symbolic import SymbolicTensor, sources

MODES: dict[str, Callable[[Any, Any], Layer]] = {
    "sum": lambda axis, axes: layer_classes.Add(),
    "mul": lambda axis, axes: layer_classes.Multiply(),
    "ave": lambda axis, axes: layer_classes.Average(),
    "max": lambda axis, axes: layer_classes.Maximum(),
    "concat": lambda axis, axes: layer_classes.Concatenate(axis),
    "dot": lambda axis, axes: layer_classes.Dot(_pair(axes)),
    "cos": lambda axis, axes: layer_classes.Dot(_pair(axes), normalize=True),
}
"""By the word, the layer of today."""


@ends_at_user
def merge(
    inputs: Sequence[Tensor],
    mode: str | Callable[..., Any] = "sum",
    concat_axis: int = -1,
    dot_axes: Any = -1,
    output_shape: Any = None,
    output_mask: Any = None,
    arguments: dict[str, Any] | None = None,
    name: str | None = None,
) -> Any:
    """Joins tensors, as `layers.add`, `layers.concatenate` and their like do today.

    Args:
        inputs: tensors.
        mode: "sum", "mul", "concat", "ave", "cos", "dot", "max", or a function of the list.
        concat_axis: along which tensors are put together.
        dot_axes: over which products are summed.
        output_shape: of what a function returns, without the batch, or a function of the shapes.
        output_mask: a mask, or a function of the inputs and their masks.
        arguments: more arguments of the function.
        name: of the layer.

    Raises:
        ArgumentError: the mode is none there is.

    Example:
        >>> from tahr.layers import Input
        >>> merge([Input((2,)), Input((3,))], mode="concat").shape
        (None, 5)
    """
    layer = _layer(mode, concat_axis, dot_axes, output_shape, output_mask, arguments, name)
    return layer(list(inputs))


@ends_at_user
def Merge(  # noqa: N802
    layers: Sequence[Any] | None = None,
    mode: str | Callable[..., Any] = "sum",
    concat_axis: int = -1,
    dot_axes: Any = -1,
    output_shape: Any = None,
    output_mask: Any = None,
    arguments: dict[str, Any] | None = None,
    node_indices: Any = None,
    tensor_indices: Any = None,
    name: str | None = None,
) -> Layer:
    """Makes a layer that joins tensors, or with `layers` a model which joins their outputs.

    Args:
        layers: models with a known input, or layers that have been called or know theirs.
        mode: as `merge` takes it.
        concat_axis: as `merge` takes it.
        dot_axes: as `merge` takes it.
        output_shape: as `merge` takes it.
        output_mask: as `merge` takes it.
        arguments: as `merge` takes them.
        node_indices: which call of each layer is meant; the first by default.
        tensor_indices: which output of each call is meant; the first by default.
        name: of the layer or model.

    Returns:
        What can begin a `Sequential`, or be called on a list of tensors.

    Raises:
        ArgumentError: the mode is none there is, or the input of a layer is not known.

    Example:
        >>> from tahr.layers import Dense
        >>> branches = [Sequential([Dense(2, input_dim=n)]) for n in (3, 4)]
        >>> Sequential([Merge(branches, mode="sum"), Dense(1)]).input_shape
        [(None, 3), (None, 4)]
    """
    own = None if layers else name
    layer = _layer(mode, concat_axis, dot_axes, output_shape, output_mask, arguments, own)
    if not layers:
        return layer
    calls = node_indices or [0] * len(layers)
    places = tensor_indices or [0] * len(layers)
    ends = [_end(*one) for one in zip(layers, calls, places, strict=True)]
    starts = {id(t): t for inputs, _ in ends for t in inputs}
    return Model(list(starts.values()), layer([output for _, output in ends]), name=name)


def _layer(
    mode: Any,
    concat_axis: int,
    dot_axes: Any,
    output_shape: Any,
    output_mask: Any,
    arguments: dict[str, Any] | None,
    name: str | None,
) -> Layer:
    if callable(mode):
        return layer_classes.Lambda(mode, output_shape, output_mask, arguments, name=name)
    if mode not in MODES:
        raise ArgumentError(
            f"mode cannot be {told(mode)}",
            where="merge",
            expected=f"{', '.join(map(repr, MODES))}, or a function",
        )
    layer = MODES[mode](concat_axis, dot_axes)
    if name is not None:
        layer.name = name
    return layer


def _pair(axes: Any) -> Any:
    """Returns the axes of a product, each of which may stand in a list of its own."""
    if isinstance(axes, int):
        return axes
    return [axis if isinstance(axis, int) else axis[0] for axis in axes]


def _end(branch: Any, call: int, place: int) -> tuple[list[SymbolicTensor], SymbolicTensor]:
    """Returns the inputs and the output of what is joined."""
    if not isinstance(branch, Layer):
        raise ArgumentError(
            "Merge joins models and layers", got=told(branch), todo="join tensors by merge([a, b])"
        )
    if isinstance(branch, Model) and branch.graph is not None:
        return branch.inputs, branch.outputs[place]
    if branch.nodes and not isinstance(branch, Model):
        found = trees.leaves(branch.nodes[call].outputs)[place]
        return sources(found), found
    alone = Sequential([branch]) if not isinstance(branch, Model) else branch
    if alone.graph is None:
        raise ArgumentError(
            "the input of what is joined is not known",
            where=branch.name,
            todo="give its first layer input_shape=, input_dim= or batch_input_shape=",
        )
    return alone.inputs, alone.outputs[0]
