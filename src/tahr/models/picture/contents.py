"""What a model's picture shows: a box for each call of a layer, with what is known of it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tahr.core import trees
from tahr.core.errors import ArgumentError, told
from tahr.core.specs import show
from tahr.layers.base.layer import Layer
from tahr.models.graph import Graph
from tahr.models.picture.drawing import Box, Drawing, Row
from tahr.models.picture.families import INPUT, MODEL, OPERATION, family_of
from tahr.ops.operation import OpCall, Operation
from tahr.ops.symbolic import Node

LONGEST = 34
"""Characters of a name that are shown."""


@dataclass(frozen=True)
class Shown:
    """What the boxes tell beside the kind of layer."""

    shapes: bool = False
    dtype: bool = False
    names: bool = False
    nested: bool = False
    activations: bool = False
    trainable: bool = False


def drawing_of(model: Any, shown: Shown) -> Drawing:
    """Draws a model: its graph, or one box for a model that has none.

    Raises:
        ArgumentError: it is no model, or not built yet.
    """
    if not isinstance(model, Layer):
        raise ArgumentError("only models can be drawn", got=told(model))
    graph: Graph | None = getattr(model, "graph", None)
    if graph is not None:
        return _graph(graph, shown)
    if not model.built:
        raise ArgumentError(
            "the model has no graph to draw yet",
            where=model.name,
            todo="begin it with layers.Input(shape), or call it on data once",
        )
    return Drawing([Box(_rows(model, [], shown, False), MODEL)])


def _graph(graph: Graph, shown: Shown) -> Drawing:
    drawing = Drawing()
    uses = Counter(id(node.operation) for node in graph.nodes)
    number: dict[int, int] = {}
    for node in graph.nodes:
        number[id(node)] = len(drawing.boxes)
        drawing.boxes.append(_box(node, shown, uses[id(node.operation)] > 1))
        origins = [id(tensor.node) for tensor in node.inputs]
        drawing.edges += [(number[o], number[id(node)]) for o in dict.fromkeys(origins)]
    return drawing


def _box(node: Node, shown: Shown, shared: bool) -> Box:
    operation = node.operation
    rows = _rows(operation, trees.leaves(node.outputs), shown, shared)
    graph: Graph | None = getattr(operation, "graph", None)
    if graph is None:
        return Box(rows, OPERATION if isinstance(operation, OpCall) else _family(node))
    return Box(
        rows[:1] if shown.nested else rows, MODEL, _graph(graph, shown) if shown.nested else None
    )


def _family(node: Node) -> Any:
    return family_of(type(node.operation)) if node.inputs else INPUT


def _rows(operation: Operation, outputs: list[Any], shown: Shown, shared: bool) -> tuple[Row, ...]:
    name = _cut(operation.name) if shown.names else ""
    kind = _kind(operation)
    right = " · ".join(part for part in (name, "shared" if shared else "") if part)
    rows = [Row(kind, "" if right == kind else right, title=True)]
    if shown.shapes or shown.dtype:
        rows += [Row(_tensor(tensor, shown)) for tensor in outputs]
    count = operation.count_params() if isinstance(operation, Layer) and operation.built else 0
    if shown.shapes and count:
        params = f"{count:,} params"
        rows[-1:] = [Row(rows[-1].left, params)] if len(rows) > 1 else [rows[-1], Row(params)]
    details = " · ".join(_details(operation, shown))
    return (*rows, Row(details)) if details else tuple(rows)


def _kind(operation: Operation) -> str:
    if isinstance(operation, OpCall):
        return operation.definition.__name__
    return type(operation).__name__


def _tensor(tensor: Any, shown: Shown) -> str:
    parts = [show(tensor.shape)] if shown.shapes else []
    return " ".join([*parts, tensor.dtype] if shown.dtype else parts)


def _details(operation: Operation, shown: Shown) -> list[str]:
    found = []
    activation = getattr(operation, "activation", None)
    if shown.activations and activation is not None:
        found.append(getattr(activation, "__name__", type(activation).__name__))
    if shown.trainable and isinstance(operation, Layer) and operation.weights:
        found.append("trainable" if operation.trainable else "frozen")
    return found


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
