"""Layers that Keras 3 has no more compute by their formulas, on every engine."""

import numpy as np
import pytest

import tahr
from tahr import layers, ops
from tahr.core import current, engines

X = np.random.default_rng(3).normal(size=(4, 6)).astype("float32")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def highway(layer, x):
    kernels = {v.name: v.numpy() for v in layer.weights}
    gate = sigmoid(x @ kernels["carry_kernel"] + kernels["carry_bias"])
    return gate * np.tanh(x @ kernels["kernel"] + kernels["bias"]) + (1 - gate) * x


def maxout(layer, x):
    w, b = layer.get_weights()
    return (np.einsum("bi,fiu->bfu", x, w) + b).max(1)


def s_shaped(layer, x):
    low, left, width, right = layer.get_weights()
    high = low + np.abs(width)
    inside = np.where(x < low, low + left * (x - low), x)
    return np.where(x > high, high + right * (x - high), inside)


def softplus(layer, x):
    alpha, beta = layer.get_weights()
    return alpha * np.log1p(np.exp(beta * x))


def local(layer, x):
    w, b = layer.get_weights()
    rows, columns = layer.places
    found = np.zeros((len(x), rows, columns, layer.filters))
    for i in range(rows):
        for j in range(columns):
            window = x[:, 2 * i : 2 * i + 3, 2 * j : 2 * j + 2].reshape(len(x), -1)
            found[:, i, j] = window @ w[i * columns + j] + b[i, j]
    return found


LAYERS = {
    "highway": (lambda: layers.Highway(activation="tanh"), X, highway),
    "maxout": (lambda: layers.MaxoutDense(3, nb_feature=2), X, maxout),
    "s-shaped": (lambda: layers.SReLU(t_left_init="uniform"), X, s_shaped),
    "softplus": (layers.ParametricSoftplus, X, softplus),
    "thresholded": (lambda: layers.ThresholdedReLU(0.3), X, lambda _, x: x * (x > 0.3)),
    "local": (
        lambda: layers.LocallyConnected2D(2, (3, 2), strides=(2, 2)),
        np.random.default_rng(4).normal(size=(2, 7, 6, 3)).astype("float32"),
        local,
    ),
}


@pytest.mark.parametrize("engine", engines.names())
def test_they_compute_by_their_formulas(engine):
    if not current.installed(engine):
        pytest.skip(f"{engine} is not installed")
    with current.using(engine):
        for name, (make, x, formula) in LAYERS.items():
            layer = make()
            found = ops.convert_to_numpy(layer(x))
            np.testing.assert_allclose(found, formula(layer, x), atol=1e-5, err_msg=name)
            assert layer.compute_output_shape(x.shape) == found.shape
            again = type(layer).from_config(layer.get_config())
            again.build(x.shape)
            again.set_weights(layer.get_weights())
            np.testing.assert_allclose(ops.convert_to_numpy(again(x)), found, atol=1e-6)


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_places_with_like_filters_are_a_convolution(data_format, padding):
    x = np.random.default_rng(5).normal(size=(2, 5, 6, 3)).astype("float32")
    x = np.moveaxis(x, -1, 1) if data_format == "channels_first" else x
    with current.using("numpy"):
        options = {"padding": padding, "data_format": data_format, "use_bias": False}
        plain, own = layers.Conv2D(2, 3, **options), layers.LocallyConnected2D(2, 3, **options)
        wanted = ops.convert_to_numpy(plain(x))
        own.build(x.shape)
        (kernel,) = plain.get_weights()
        kernel = np.moveaxis(kernel, 2, 0) if data_format == "channels_first" else kernel
        own.set_weights([np.tile(kernel.reshape(1, 27, 2), (own.kernel.shape[0], 1, 1))])
        np.testing.assert_allclose(ops.convert_to_numpy(own(x)), wanted, atol=1e-5)
        assert own.compute_output_shape(x.shape) == wanted.shape
    line = layers.LocallyConnected1D(3, 2, strides=2, activation="relu")
    assert line(np.ones((1, 7, 2), "float32")).shape == (1, 3, 3)
    with pytest.raises(ValueError, match="spatial length"):
        layers.LocallyConnected1D(3, 2)(layers.Input((None, 2)))


@pytest.mark.parametrize("engine", engines.names())
def test_modes_of_batch_normalization(engine):
    if not current.installed(engine):
        pytest.skip(f"{engine} is not installed")
    with current.using(engine):
        each = layers.BatchNormalization(mode=1, epsilon=0.01)
        batch = layers.BatchNormalization(mode=2, epsilon=0.01)
        found = [ops.convert_to_numpy(layer(X)) for layer in (each, batch)]
    spread = np.sqrt(X.var(1, keepdims=True) + 0.01) + 0.01
    assert isinstance(each, layers.SampleNormalization)
    assert isinstance(batch, layers.OwnBatchNormalization)
    np.testing.assert_allclose(found[0], (X - X.mean(1, keepdims=True)) / spread, atol=1e-5)
    np.testing.assert_allclose(found[1], (X - X.mean(0)) / np.sqrt(X.var(0) + 0.01), atol=1e-5)


def test_a_batch_of_its_own_is_predicted_by_itself_whatever_its_length():
    model = tahr.Sequential([layers.Input((6,)), layers.BatchNormalization(mode=2)])
    for rows in (4, 3):
        part = X[:rows]
        expected = (part - part.mean(0)) / np.sqrt(part.var(0) + 1e-3)
        np.testing.assert_allclose(model.predict(part, verbose=0), expected, atol=1e-4)
        figures = model.predict(X, batch_size=3, verbose=0)
    np.testing.assert_allclose(figures[3:], np.zeros((1, 6)), atol=1e-5)
