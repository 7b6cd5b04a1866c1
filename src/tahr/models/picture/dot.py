"""`model_to_dot`: a model as a graph for Graphviz, by way of pydot."""

from collections.abc import Iterator
from importlib import import_module
from itertools import count
from typing import Any

from tahr.core.errors import ArgumentError
from tahr.core.extras import required
from tahr.core.notices import unheard
from tahr.core.tracebacks import ends_at_user
from tahr.models.picture.contents import Shown, drawing_of
from tahr.models.picture.drawing import Box, Drawing
from tahr.models.picture.layout import TURNS


@ends_at_user
def model_to_dot(
    model: Any,
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = True,
    rankdir: str = "TB",
    expand_nested: bool = False,
    dpi: int = 200,
    subgraph: bool = False,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
    splines: str = "ortho",
    **kwargs: object,
) -> Any:
    """Returns a model as a graph for Graphviz; `plot_model` needs neither this nor Graphviz.

    Args:
        model: built, so that its graph is known.
        show_shapes: whether the boxes tell output shapes and numbers of parameters.
        show_dtype: whether they tell dtypes.
        show_layer_names: whether they tell names.
        rankdir: where it runs: "TB" down, "BT" up, "LR" to the right, "RL" to the left.
        expand_nested: whether models inside the model are clusters of all that is in them.
        dpi: dots an inch.
        subgraph: whether to return a cluster, for a graph of one's own.
        show_layer_activations: whether the boxes tell activations.
        show_trainable: whether they tell which layers are trained.
        splines: how Graphviz draws the edges.
        **kwargs: what earlier Keras versions take, which changes nothing.

    Returns:
        A `pydot.Dot`, or a `pydot.Cluster`.

    Raises:
        MissingExtraError: pydot is not installed.
        ArgumentError: the model is not built, or `rankdir` is none of these.
    """
    unheard("model_to_dot", kwargs)
    if rankdir not in TURNS:
        raise ArgumentError(f"rankdir cannot be {rankdir!r}", expected=", ".join(TURNS))
    required("pydot", "dot")
    shown = Shown(
        shapes=show_shapes,
        dtype=show_dtype,
        names=show_layer_names,
        nested=expand_nested,
        activations=show_layer_activations,
        trainable=show_trainable,
    )
    pydot: Any = import_module("pydot")
    if subgraph:
        graph = pydot.Cluster(graph_name=f'"{model.name}"', style="dashed", label=model.name)
    else:
        graph = pydot.Dot(graph_type="digraph")
        graph.set("rankdir", rankdir)
        graph.set("concentrate", "true")
        graph.set("splines", splines)
        graph.set("dpi", dpi)
    graph.set_node_defaults(shape="box", style="rounded")
    _put(pydot, graph, drawing_of(model, shown), count())
    return graph


def _put(pydot: Any, graph: Any, drawing: Drawing, numbers: Iterator[int]) -> tuple[str, str]:
    """Puts the boxes of a drawing into a graph; gives the names of its first and its last node."""
    ends = [_node(pydot, graph, box, numbers) for box in drawing.boxes]
    for start, end in drawing.edges:
        graph.add_edge(pydot.Edge(ends[start][1], ends[end][0]))
    return ends[0][0], ends[-1][1]


def _node(pydot: Any, graph: Any, box: Box, numbers: Iterator[int]) -> tuple[str, str]:
    name = f"node_{next(numbers)}"
    lines = [" · ".join(part for part in (row.left, row.right) if part) for row in box.rows]
    if box.inner is None:
        label = "\\n".join(line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
        graph.add_node(pydot.Node(name, label=f'"{label}"'))
        return name, name
    cluster = pydot.Cluster(graph_name=name, style="dashed", label=f'"{lines[0]}"')
    ends = _put(pydot, cluster, box.inner, numbers)
    graph.add_subgraph(cluster)
    return ends
