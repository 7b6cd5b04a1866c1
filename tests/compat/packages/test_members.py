"""What packages reach for inside layers leads to what is public."""

import numpy as np
import pytest

from tahr import layers, models, optimizers
from tahr.compat.inner.names import NAMES, PUBLIC, within
from tahr.core import current

X = np.random.default_rng(0).normal(size=(2, 5, 8)).astype("float32")


def test_layers_inside_are_listed():
    inner = models.Sequential([layers.Input((3,)), layers.Dense(2, name="a")], name="inner")
    model = models.Sequential([inner, layers.Dense(1, name="b")], name="outer")
    names = [layer.name for layer in model._flatten_layers() if "input" not in layer.name]
    assert names == ["outer", "inner", "a", "b"]
    assert model not in model._flatten_layers(include_self=False)
    found = model._flatten_layers(recursive=False, include_self=False)
    assert [layer for layer in found if "input" not in layer.name] == [inner, model.layers[1]]


def test_weights_of_a_layers_own():
    layer = layers.BatchNormalization()
    layer.build((None, 3))
    assert layer._trainable_variables == [layer.gamma, layer.beta]
    assert layer._non_trainable_variables == [layer.moving_mean, layer.moving_variance]


def test_what_a_call_takes():
    assert layers.Dropout(0.1)._call_has_training_arg
    assert not layers.Flatten()._call_has_training_arg
    assert layers.LSTM(1)._call_has_mask_arg


def test_metrics_of_ones_own_become_the_layers():
    class Own(layers.Layer):
        def call(self, x):
            return x

    from tahr.metrics import Mean

    layer = Own()
    layer._metrics.append(Mean(name="size"))
    assert [metric.name for metric in layer.metrics] == ["size"]
    layer._metrics = []
    assert layer.metrics == []
    assert layer._tracker.track(layer) is layer


@pytest.mark.parametrize("masked", [False, True])
def test_attention_step_by_step_is_the_whole(masked):
    attention = layers.MultiHeadAttention(2, 4)
    mask = np.tril(np.ones((2, 5, 5), bool)) if masked else None
    wanted, weights = attention(X, X, attention_mask=mask, return_attention_scores=True)
    heads = [getattr(attention, f"_{kind}_dense")(X) for kind in ("query", "key", "value")]
    got, scores = attention._compute_attention(
        *heads, attention_mask=mask, return_attention_scores=True
    )
    np.testing.assert_allclose(attention._output_dense(got), wanted, atol=1e-5)
    np.testing.assert_allclose(scores, weights, atol=1e-5)
    assert attention._compute_attention(*heads, attention_mask=mask)[1] is None
    assert (attention._num_heads, attention._key_dim, attention._value_dim) == (2, 4, 4)


def test_attention_of_a_subclass_that_makes_its_own_steps():
    class Own(layers.MultiHeadAttention):
        def build(self, query_shape):
            shared = self._get_common_kwargs_for_sublayer()
            for kind in ("query", "key", "value"):
                made = layers.EinsumDense("abc,cde->abde", (None, 2, 4), name=kind, **shared)
                setattr(self, f"_{kind}_dense", made)
            self._output_dense = layers.EinsumDense("abde,dec->abc", (None, 8), **shared)
            self._build_attention(4)

        def call(self, query):
            q, k, v = (getattr(self, f"_{kind}_dense")(query) for kind in ("query", "key", "value"))
            from tahr import ops

            scores = ops.einsum(self._dot_product_equation, k, q * self._inverse_sqrt_key_dim)
            weights = self._dropout_layer(self._masked_softmax(scores))
            return self._output_dense(ops.einsum(self._combine_equation, weights, v))

    own, usual = Own(2, 4, use_bias=False), layers.MultiHeadAttention(2, 4, use_bias=False)
    got = own(X)
    usual.build(X.shape, X.shape)
    usual.set_weights(own.get_weights())
    np.testing.assert_allclose(got, usual(X, X), atol=1e-5)
    low = own._masked_softmax(np.zeros((1, 2, 2, 2), "float32"), np.array([[[True, False]] * 2]))
    np.testing.assert_allclose(np.asarray(low)[..., 0], 1.0)


def test_a_layer_that_takes_what_it_is_called_with():
    class Words(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self._convert_input_args = False

        def call(self, text):
            return text.upper()

    assert Words()("word") == "WORD"


def test_the_rate_of_an_optimizer_may_be_a_schedule():
    schedule = optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)
    assert optimizers.SGD(schedule)._learning_rate is schedule


def test_every_name_in_the_list_leads_somewhere():
    from importlib import import_module

    for module, names in NAMES.items():
        for name, lead in names.items():
            home, _, inside = lead.partition(":")
            if home != "tahr.compat.inner.seeds":
                assert hasattr(import_module(home), inside), (module, name)
    assert PUBLIC.keys() <= NAMES.keys()
    assert within("") and not within("saving_lib")


def test_the_strategy_that_a_model_is_trained_under_is_tensorflows():
    tensorflow = pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    model = models.Sequential([layers.Dense(1)])
    with current.using("tensorflow"):
        assert model.distribute_strategy is tensorflow.distribute.get_strategy()
    with current.using("numpy"):
        assert not hasattr(model, "distribute_strategy")
