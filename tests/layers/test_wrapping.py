"""Layers around functions and other layers, and lookup by name."""

import jax.numpy as jnp
import numpy as np
import pytest

from tahr import layers, ops
from tahr.core.errors import ArgumentError, SavingError
from tahr.core.registry import register_serializable
from tahr.models import Model, Sequential

X = np.arange(6, dtype="float32").reshape(2, 3)


@register_serializable("tests")
def doubled(x, factor=2.0):
    return ops.multiply(x, factor)


def test_a_function_is_a_layer():
    layer = layers.Lambda(doubled, arguments={"factor": 3.0})
    assert np.allclose(layer(X), 3 * X)
    again = layers.deserialize(layers.serialize(layer))
    assert np.allclose(again(X), 3 * X)
    assert layer(layers.Input((3,))).shape == (None, 3)


def test_a_lambda_is_refused_from_a_file():
    layer = layers.Lambda(lambda x: x + 1)
    assert np.allclose(layer(X), X + 1)
    with pytest.raises(SavingError, match="lambda"):
        layers.deserialize(layers.serialize(layer))


def test_a_lambda_that_tells_its_shape():
    layer = layers.Lambda(lambda x: jnp.asarray(x)[:, :2], output_shape=(2,))
    assert layer(layers.Input((3,))).shape == (None, 2)
    assert layer(X).shape == (2, 2)


def test_a_lambda_is_told_about_training():
    layer = layers.Lambda(lambda x, training=False: x * (2 if training else 1))
    assert np.allclose(layer(X, training=True), 2 * X)


@pytest.mark.parametrize("name", ["dense", "Dense"])
def test_configurations_find_layers_by_name(name):
    config = {"class_name": "Dense", "config": {"units": 3}}
    assert layers.get(config).units == 3
    assert layers.get("flatten").data_format == "channels_last"
    with pytest.raises(ArgumentError, match="layer"):
        layers.get("denze")
    assert name in layers.NAMED.table


def test_a_cell_of_one_s_own():
    class Plain(layers.Layer):
        def __init__(self, units):
            super().__init__()
            self.state_size = units

        def build(self, input_shape):
            self.kernel = self.add_weight((input_shape[-1], self.state_size))

        def call(self, inputs, states):
            state = ops.tanh(ops.add(ops.matmul(inputs, self.kernel), states[0]))
            return state, [state]

    layer = layers.RNN(Plain(4), return_sequences=True, return_state=True)
    outputs, state = layer(np.ones((2, 5, 3), "float32"))
    assert outputs.shape == (2, 5, 4)
    assert np.allclose(outputs[:, -1], state)
    x = layers.Input((None, 3))
    assert [t.shape for t in layer(x)] == [(None, None, 4), (None, 4)]


def test_a_subclass_of_a_cell_that_overrides_call_is_obeyed():
    class Doubled(layers.SimpleRNNCell):
        def call(self, inputs, states, training=False):
            output, states = super().call(inputs, states, training)
            return ops.multiply(output, 2.0), states

    plain, changed = layers.RNN(layers.SimpleRNNCell(3)), layers.RNN(Doubled(3))
    x = np.random.default_rng(0).normal(size=(2, 1, 4)).astype("float32")
    plain(x)
    changed(x)
    changed.set_weights(plain.get_weights())
    assert np.allclose(changed(x), 2 * np.asarray(plain(x)))


def test_a_model_in_every_step():
    inner = Sequential([layers.Input((4,)), layers.Dense(2), layers.BatchNormalization()])
    x = layers.Input((None, 4))
    model = Model(x, layers.TimeDistributed(inner)(x))
    assert model.output_shape == (None, None, 2)
    assert model(np.ones((2, 3, 4), "float32")).shape == (2, 3, 2)


def test_activity_penalties_reach_the_model():
    x = layers.Input((3,))
    model = Model(x, layers.ActivityRegularization(l2=0.5)(x))
    model(X)
    penalty = 0.5 * (X**2).sum() / len(X)
    assert np.isclose(sum(float(loss) for loss in model.losses), penalty)


def test_moving_statistics_stay_when_frozen():
    layer = layers.BatchNormalization()
    layer(X)
    layer.trainable = False
    before = layer.get_weights()
    frozen = np.asarray(layer(X, training=True))
    assert all((a == b).all() for a, b in zip(before, layer.get_weights(), strict=True))
    assert np.allclose(frozen, layer(X, training=False))


@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16", "float64"])
def test_dtype_policies(policy):
    made = [
        layers.Conv2D(2, 3, dtype=policy), layers.BatchNormalization(dtype=policy),
        layers.Embedding(9, 4, dtype=policy), layers.LayerNormalization(dtype=policy),
        layers.GroupNormalization(1, dtype=policy), layers.Dropout(0.5, dtype=policy),
    ]  # fmt: skip
    for layer in made:
        x = np.ones((2, 4, 4, 1), "int32" if isinstance(layer, layers.Embedding) else "float32")
        y = layer(layers.Input(x.shape[1:], dtype=str(x.dtype)))
        assert y.dtype == layer.compute_dtype
        assert all(v.dtype == layer.variable_dtype for v in layer.weights)
        if policy != "float64":
            assert str(layer(x, **_training(layer)).dtype) == layer.compute_dtype


@pytest.mark.parametrize("kind", [layers.LSTM, layers.GRU, layers.SimpleRNN])
def test_recurrence_in_16_bits(kind):
    layer = kind(3, dtype="mixed_bfloat16", return_sequences=True)
    y = layer(np.ones((2, 4, 3), "float32"))
    assert str(y.dtype) == "bfloat16"
    assert {v.dtype for v in layer.weights} == {"float32"}


def _training(layer):
    return {"training": True} if "training" in layer.call.__code__.co_varnames else {}
