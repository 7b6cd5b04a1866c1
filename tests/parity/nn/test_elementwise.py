"""Activations and their gradients are Keras's."""

import jax
import keras
import numpy as np
import pytest

from tahr import activations
from tahr.ops import nn

X = np.array([-90, -8, -3.2, -1, -0.7, -0.5, 0, 0.3, 0.5, 0.9, 1.7, 3.5, 7, 90], "float32")
NAMES = (
    "relu", "relu6", "leaky_relu", "elu", "selu", "celu", "gelu", "silu", "swish", "sigmoid",
    "hard_sigmoid", "hard_silu", "hard_swish", "softplus", "softsign", "log_sigmoid", "hard_tanh",
    "hard_shrink", "soft_shrink", "tanh_shrink", "sparse_plus", "sparse_sigmoid", "squareplus",
    "softmax", "log_softmax", "sparsemax", "glu",
)  # fmt: skip
OPTIONS = (
    ("leaky_relu", {"negative_slope": 0.1}), ("elu", {"alpha": 0.7}), ("celu", {"alpha": 1.7}),
    ("gelu", {"approximate": False}), ("hard_shrink", {"threshold": 0.8}),
    ("soft_shrink", {"threshold": 0.8}), ("squareplus", {"b": 2.0}),
    ("threshold", {"threshold": 0.4, "default_value": 9.0}),
)  # fmt: skip
CASES = [(name, {}) for name in NAMES] + list(OPTIONS)


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
