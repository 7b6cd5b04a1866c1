"""Activations and their gradients are Keras's."""

import jax
import keras
import numpy as np
import pytest
from tests.cases.nn import ACTIVATED as CASES, NAMES, X

from tahr import activations
from tahr.ops import nn


def close(mine, theirs):
    np.testing.assert_allclose(np.asarray(mine), np.asarray(theirs), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("name", "options"), CASES)
def test_values(name, options):
    mine, theirs = getattr(nn, name), getattr(keras.ops, name)
    close(mine(X, **options), theirs(X, **options))


@pytest.mark.parametrize(("name", "options"), CASES)
def test_gradients(name, options):
    weights = np.cos(np.arange(X.size if name != "glu" else X.size // 2))

    def slope(function):
        return jax.grad(lambda x: (function(x, **options) * weights).sum())(jax.numpy.asarray(X))

    close(slope(getattr(nn, name)), slope(getattr(keras.ops, name)))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize("name", NAMES)
def test_dtypes(name, dtype):
    x = jax.numpy.asarray([[1, 2], [0, -1]], dtype)
    mine, theirs = getattr(nn, name)(x), getattr(keras.ops, name)(x)
    assert mine.dtype == theirs.dtype


@pytest.mark.parametrize("axis", [0, 1, -1, (0, 1), (1, 2)])
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_axes(name, axis):
    x = np.random.default_rng(0).normal(size=(3, 4, 5)).astype("float32")
    close(getattr(nn, name)(x, axis=axis), getattr(jax.nn, name)(x, axis=axis))


@pytest.mark.parametrize(
    "name",
    sorted(
        n
        for n in dir(keras.activations)
        if n not in ("get", "serialize", "deserialize", "threshold") and not n.startswith("_")
    ),
)
def test_keras_activations(name):
    close(getattr(activations, name)(X), getattr(keras.activations, name)(X))


@pytest.mark.parametrize(
    "options",
    [
        {"negative_slope": 0.1},
        {"max_value": 1.0},
        {"threshold": 0.5},
        {"negative_slope": 0.2, "max_value": 1.0, "threshold": 0.4},
        {"threshold": 1.5, "max_value": 6.0},
    ],
)
def test_relu_with_options(options):
    close(activations.relu(X, **options), keras.activations.relu(X, **options))
