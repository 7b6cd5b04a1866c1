"""Copies of models."""

import numpy as np
import pytest

import tahr
from tahr import layers, ops
from tahr.core.errors import ArgumentError
from tahr.models import clone_model


def chain():
    return tahr.Sequential([layers.Input((4,)), layers.Dense(3), layers.Dense(2)], name="chain")


def graph():
    x = tahr.Input((4,), name="x")
    shared = layers.Dense(4, name="shared")
    y = ops.relu(shared(shared(x)))[:, :2]
    return tahr.Model({"x": x}, [y, chain()(x)], name="graph")


@pytest.mark.parametrize("make", [chain, graph])
def test_a_copy_has_the_layers_and_other_weights(make):
    model = make()
    copy = clone_model(model)
    assert type(copy) is type(model)
    assert copy.name == model.name
    assert [layer.name for layer in copy.layers] == [layer.name for layer in model.layers]
    ours, theirs = ({id(v) for v in m.weights} for m in (model, copy))
    assert not ours & theirs
    copy.set_weights(model.get_weights())
    data = np.ones((2, 4), "float32")
    fed = data if make is chain else {"x": data}
    for a, b in zip(*(tahr.tree.flatten(m(fed)) for m in (model, copy)), strict=True):
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))


def test_layers_can_be_changed_on_the_way():
    def wider(layer):
        config = layer.get_config()
        if isinstance(layer, layers.Dense):
            config["units"] *= 2
        return type(layer).from_config(config)

    assert clone_model(chain(), clone_function=wider).output_shape == (None, 4)
    plain = clone_model(graph(), clone_function=lambda n: type(n).from_config(n.get_config()))
    assert plain.count_params() == graph().count_params()


def test_inner_models_are_reached_where_asked():
    met = []

    def noted(layer):
        met.append(layer.name)
        return type(layer).from_config(layer.get_config())

    clone_model(graph(), clone_function=noted, recursive=True)
    assert len([name for name in met if name.startswith("dense")]) == 2
    met.clear()
    clone_model(graph(), clone_function=noted)
    assert "chain" in met


def test_calls_can_be_changed_on_the_way():
    copy = clone_model(
        graph(), call_function=lambda layer, *args, **kwargs: layer(*args, **kwargs) * 2.0
    )
    assert [len(o.shape) for o in copy.outputs] == [2, 2]


def test_a_copy_can_start_from_given_tensors():
    x = tahr.Input((4,), name="other")
    assert clone_model(chain(), input_tensors=x).inputs[0] is x
    assert clone_model(graph(), input_tensors={"x": x}).inputs[0] is x
    y = layers.Dense(4)(x)
    assert clone_model(chain(), input_tensors=y).output_shape == (None, 2)
    with pytest.raises(ArgumentError, match="inputs"):
        clone_model(graph(), input_tensors=[x, x])


def test_a_model_without_a_graph_is_copied_by_its_configuration():
    class Net(tahr.Model):
        def __init__(self, units):
            super().__init__()
            self.dense = layers.Dense(units)

        def call(self, x):
            return self.dense(x)

    assert clone_model(Net(3)).dense.units == 3
    with pytest.raises(ArgumentError, match="configuration only"):
        clone_model(Net(3), clone_function=lambda layer: layer)
