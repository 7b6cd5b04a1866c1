"""Predicting with dropout active: mean and spread over many samples."""

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.seeds import set_random_seed

ENGINES = [n for n in ("jax", "torch", "tensorflow", "pytensor", "numpy") if current.installed(n)]
X = np.random.default_rng(0).normal(size=(10, 4)).astype("float32")


def dense():
    set_random_seed(3)
    inside = [layers.Dense(8, "relu"), layers.Dropout(0.5), layers.BatchNormalization()]
    return tahr.Sequential([layers.Input((4,)), *inside, layers.Dense(2)])


@pytest.mark.parametrize("engine", ENGINES)
def test_samples_are_those_of_their_seed_and_change_nothing(engine):
    model = dense().to(engine)
    before = [v.numpy() for v in model.variables]
    mean, std = model.predict(X, batch_size=4, samples=6, seed=1, verbose=0)
    again = model.predict(X, batch_size=4, samples=6, seed=1, verbose=0)
    other = model.predict(X, batch_size=4, samples=6, seed=2, verbose=0)
    assert mean.shape == std.shape == (10, 2)
    assert (std > 0).all()
    assert np.array_equal(mean, again.mean)
    assert np.array_equal(std, again.std)
    assert not np.allclose(mean, other.mean)
    assert all(np.array_equal(a, v.numpy()) for a, v in zip(before, model.variables, strict=True))
    if current.load(engine).compiles:
        assert model.compile_report.count("sample") <= 2


def test_mean_and_spread_are_those_of_single_samples():
    model = dense()
    mean, std = model.predict(X, samples=40, seed=5, verbose=0)
    states = [v for v in model.variables if v.dtype == "uint32"]
    from tahr.training.loop.sampling import _seed

    _seed(states, 5)
    inner = tahr.Model(model.inputs, model.outputs)
    from tahr.core.scopes import dropping

    with dropping():
        every = np.stack([inner(X, training=False).__array__() for _ in range(40)])
    np.testing.assert_allclose(mean, every.mean(0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(std, every.std(0), rtol=1e-3, atol=1e-5)


def test_the_spread_of_dropout_is_what_is_computed_by_hand():
    layer = layers.Dropout(0.5)
    model = tahr.Sequential([layers.Input((1,)), layer])
    mean, std = model.predict(np.ones((4, 1)), samples=400, seed=0, verbose=0)
    assert np.allclose(mean, 1.0, atol=0.2)  # 0 or 2, each half of the time
    assert np.allclose(std, 1.0, atol=0.05)


RANDOM = {
    "lstm": lambda: [layers.Input((5, 3)), layers.LSTM(4, recurrent_dropout=0.5)],
    "gru": lambda: [layers.Input((5, 3)), layers.GRU(4, dropout=0.5)],
    "both ways": lambda: [
        layers.Input((5, 3)),
        layers.Bidirectional(layers.SimpleRNN(4, recurrent_dropout=0.5)),
    ],
    "cells": lambda: [
        layers.Input((5, 3)),
        layers.RNN([layers.LSTMCell(4, dropout=0.5), layers.GRUCell(3)]),
    ],
    "spatial": lambda: [layers.Input((5, 3)), layers.SpatialDropout1D(0.5)],
    "alpha": lambda: [layers.Input((5, 3)), layers.AlphaDropout(0.5)],
    "gaussian": lambda: [layers.Input((5, 3)), layers.GaussianDropout(0.5)],
}


@pytest.mark.parametrize("name", RANDOM)
def test_all_that_drops_drops(name):
    model = tahr.Sequential(RANDOM[name]())
    x = np.ones((3, 5, 3), "float32")
    assert (model.predict(x, samples=5, seed=0, verbose=0).std > 0).any()
    assert np.array_equal(model.predict(x, verbose=0), model.predict(x, verbose=0))


def test_attention_drops_and_noise_does_not():
    x = layers.Input((5, 4))
    model = tahr.Model(x, layers.MultiHeadAttention(2, 3, dropout=0.5)(x, x))
    data = np.random.default_rng(0).normal(size=(2, 5, 4))
    assert (model.predict(data, samples=4, seed=0, verbose=0).std > 0).any()
    noise = tahr.Sequential([layers.Input((3,)), layers.GaussianNoise(1.0)])
    assert (noise.predict(np.ones((2, 3)), samples=3, verbose=0).std == 0).all()


def test_several_outputs_keep_their_structure():
    x = layers.Input((4,))
    y = layers.Dropout(0.5)(x)
    model = tahr.Model(x, {"a": y, "b": layers.Dense(1)(y)})
    mean, std = model.predict(X, samples=3, seed=0, verbose=0)
    assert (mean["a"].shape, std["b"].shape) == ((10, 4), (10, 1))


def test_without_a_seed_samples_follow_the_program():
    set_random_seed(1)
    first = dense().predict(X, samples=2, verbose=0).mean
    set_random_seed(1)
    assert np.array_equal(first, dense().predict(X, samples=2, verbose=0).mean)


def test_a_model_that_is_not_built_is_built():
    model = tahr.Sequential([layers.Dense(3), layers.Dropout(0.5)])
    assert (model.predict(X, samples=3, seed=0, verbose=0).std > 0).any()


def test_nothing_that_drops_is_an_error():
    model = tahr.Sequential([layers.Input((4,)), layers.Dense(1)])
    with pytest.raises(ArgumentError, match="nothing in the model that drops"):
        model.predict(X, samples=3, verbose=0)
    with pytest.raises(ArgumentError, match="samples is not a whole number"):
        model.predict(X, samples=0, verbose=0)
    with pytest.warns(UserWarning, match="`seed` has no effect in `predict` without `samples`"):
        model.predict(X, seed=1, verbose=0)
