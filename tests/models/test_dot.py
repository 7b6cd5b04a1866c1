"""Models as graphs for Graphviz."""

import pytest

from tahr import Model, Sequential, layers
from tahr.core.errors import ArgumentError
from tahr.utils import model_to_dot

pytest.importorskip("pydot", reason="pydot is not installed")


def model():
    x = layers.Input((4,), name="given")
    inner = Sequential([layers.Input((4,)), layers.Dense(3, "relu", name="deep")], name="inner")
    y = inner(x)
    return Model(x, layers.add([y, layers.Dense(3, name="beside")(x)]))


def labels(graph):
    own = [node.get_label() for node in graph.get_nodes() if node.get_label()]
    return own + [label for inner in graph.get_subgraphs() for label in labels(inner)]


def test_each_layer_is_a_box_and_each_way_an_edge():
    import pydot

    graph = model_to_dot(model())
    assert isinstance(graph, pydot.Dot)
    assert len(labels(graph)) == 4
    assert len(graph.get_edges()) == 4
    assert any("beside" in label for label in labels(graph))
    assert graph.get("rankdir") == "TB"


def test_what_is_shown_can_be_chosen():
    shown = " ".join(labels(model_to_dot(model(), show_shapes=True, show_dtype=True)))
    assert "float32" in shown
    assert "(None, 3)" in shown or "(?, 3)" in shown
    plain = " ".join(labels(model_to_dot(model(), show_layer_names=False)))
    assert "beside" not in plain


def test_models_inside_are_clusters():
    import pydot

    graph = model_to_dot(model(), expand_nested=True)
    assert len(graph.get_subgraphs()) == 1
    assert any("deep" in label for label in labels(graph))
    assert isinstance(model_to_dot(model(), subgraph=True), pydot.Cluster)


def test_errors():
    with pytest.raises(ArgumentError, match="rankdir"):
        model_to_dot(model(), rankdir="up")
    with pytest.raises(ArgumentError, match="no graph"):
        model_to_dot(Sequential([layers.Dense(1)]))
