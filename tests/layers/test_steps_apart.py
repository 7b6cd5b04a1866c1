"""`TimeDistributed` shows one step at a time to layers that look at more than one sample."""

import numpy as np
import pytest

import tahr
from tahr import layers, ops
from tahr.core import current

ENGINES = [n for n in ("jax", "torch", "tensorflow", "pytensor") if n in current.can_train()]
X = np.random.default_rng(0).normal(size=(5, 3, 2)).astype("float32") ** 2


class Adding(layers.Layer):
    """Adds to the loss, and takes the mean of the batch away."""

    def call(self, x, training=False, mask=None):
        kept = ops.ones_like(x) if mask is None else ops.cast(mask[:, None], x.dtype)
        self.add_loss(ops.mean(x * kept))
        return x - ops.mean(x, 0, keepdims=True)


def run(layer, **options):
    """Returns the added loss of a step of training, and the output while training."""
    model = tahr.Sequential([
        layers.Input(X.shape[1:]), layer, layers.Flatten(),
        layers.Dense(1, kernel_initializer="zeros"),
    ])  # fmt: skip
    model.compile(tahr.optimizers.SGD(0.0), "mse")
    loss = model.train_on_batch(X, np.zeros((len(X), 1)))
    return loss, ops.convert_to_numpy(layer(X, training=True, **options))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_moments_of_a_batch_are_those_of_each_step(engine):
    inner = layers.BatchNormalization(momentum=0.5)
    with tahr.engine(engine):
        _, found = run(layers.TimeDistributed(inner))
    wanted = (X - X.mean(0)) / np.sqrt(X.var(0) + 0.001)
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
    mean = np.zeros(2)
    for step in [*range(3)] * 2:
        mean = 0.5 * mean + 0.5 * X[:, step].mean(0)
    np.testing.assert_allclose(inner.moving_mean.numpy(), mean, rtol=1e-4)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_layer_of_ones_own_sees_one_step(engine):
    with tahr.engine(engine):
        loss, found = run(layers.TimeDistributed(Adding()))
    assert loss == pytest.approx(sum(X[:, step].mean() for step in range(3)), rel=1e-5)
    np.testing.assert_allclose(found, X - X.mean(0), rtol=1e-5, atol=1e-6)


def test_a_function_sees_one_step():
    _, found = run(layers.TimeDistributed(layers.Lambda(lambda x: x / ops.sum(x, 0))))
    np.testing.assert_allclose(found, X / X.sum(0), rtol=1e-5)


@pytest.mark.parametrize(
    "make",
    [
        lambda: layers.Activation(lambda x: ops.softmax(x, 0)),
        lambda: layers.Dense(
            2, kernel_initializer="identity", activation=lambda x: ops.softmax(x, 0)
        ),
        lambda: layers.Softmax(axis=0),
    ],
    ids=["activation", "dense", "axis"],
)
def test_an_option_may_mix_the_samples_of_a_step(make):
    _, found = run(layers.TimeDistributed(make()))
    powers = np.exp(X)
    np.testing.assert_allclose(found, powers / powers.sum(0), rtol=1e-5)


def test_it_sees_the_mask_of_that_step():
    mask = np.array([[True, False, True]] * 5)
    layer = layers.TimeDistributed(Adding())
    layer(X, mask=mask)
    assert float(sum(layer.losses)) == pytest.approx(X[:, 0].mean() + X[:, 2].mean(), rel=1e-5)


@pytest.mark.parametrize(
    "make, calls",
    [
        (lambda: layers.Dense(2), 1),
        (lambda: tahr.Sequential([layers.Dense(2), layers.Dropout(0.5)]), 1),
        (layers.BatchNormalization, 3),
        (Adding, 3),
    ],
    ids=["dense", "sequential", "batch normalization", "own"],
)
def test_all_steps_are_computed_at_once_where_it_makes_no_difference(make, calls, monkeypatch):
    layer, seen = layers.TimeDistributed(make()), []
    layer.build(X.shape)
    inside = type(layer.layer).call

    def counting(self, x, *args, **kwargs):
        seen.append(x.shape[0])
        return inside(self, x, *args, **kwargs)

    monkeypatch.setattr(type(layer.layer), "call", counting)
    with tahr.engine("numpy"):
        layer(X, training=True)
    assert seen == ([5] * 3 if calls == 3 else [15])
