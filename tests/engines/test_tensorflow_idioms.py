"""Graphs of a program's own with lengths that are not known, as in Keras's guides."""

from typing import Any

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from tahr import layers, models, ops, optimizers, random  # noqa: E402
from tahr.core import current  # noqa: E402
from tahr.core.seeds import set_random_seed  # noqa: E402

X = np.random.default_rng(0).normal(size=(16, 4)).astype("float32")
Y = X.sum(axis=1, keepdims=True)
ANY = tf.TensorSpec((None, 4), tf.float32)


@pytest.fixture(autouse=True)
def on_tensorflow() -> Any:
    with current.using("tensorflow"):
        yield


def net() -> Any:
    set_random_seed(1)
    inner = [layers.Dense(8, "relu"), layers.BatchNormalization(), layers.Dropout(0.2)]
    return models.Sequential([layers.Input((4,)), *inner, layers.Dense(1)])


def test_a_training_step_for_any_batch() -> None:
    model, optimizer = net(), optimizers.SGD(0.05)
    other, same = net(), optimizers.SGD(0.05)

    def step_of(model: Any, optimizer: Any, signature: Any) -> Any:
        @tf.function(input_signature=signature)
        def step(x: Any, y: Any) -> Any:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.square(model(x, training=True) - y))
            weights = model.trainable_variables
            optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
            return loss

        return step

    step = step_of(model, optimizer, [ANY, tf.TensorSpec((None, 1))])
    known = step_of(other, same, None)
    for _ in range(3):
        wanted = known(tf.constant(X), tf.constant(Y))
        np.testing.assert_allclose(step(X, Y), wanted, rtol=1e-5)
    for one, two in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5)
    assert np.isfinite(step(X[:3], Y[:3]))
    model.compile("sgd", "mse")
    assert model.evaluate(X, Y, verbose=0) > 0


def test_a_step_over_a_data_set_with_a_shorter_last_batch() -> None:
    model, optimizer = net(), optimizers.SGD(0.05)
    batches = tf.data.Dataset.from_tensor_slices((X, Y)).batch(5)

    @tf.function
    def epoch(data: Any) -> Any:
        total = tf.constant(0.0)
        for x, y in data:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.square(model(x, training=True) - y))
            weights = model.trainable_variables
            optimizer.apply(tape.gradient(loss, weights), weights)
            total += loss
        return total

    assert float(epoch(batches)) > 0
    assert int(optimizer.iterations) == 4


def test_random_numbers_for_any_batch() -> None:
    seed = random.SeedGenerator(3)

    @tf.function(input_signature=[ANY])
    def draw(x: Any) -> Any:
        count = ops.shape(x)[0]
        return (
            random.normal((count, 4), seed=seed),
            random.uniform(tf.shape(x), seed=seed),
            random.randint((tf.shape(x)[0],), 0, 5, seed=seed),
            random.truncated_normal((count, 1), seed=seed),
        )

    one, two = draw(X), draw(X)
    assert [tuple(t.shape) for t in one] == [(16, 4), (16, 4), (16,), (16, 1)]
    assert not np.allclose(one[0], two[0])
    assert tuple(draw(X[:3])[0].shape) == (3, 4)


def test_layers_that_add_losses_or_call_tensorflow() -> None:
    class Own(layers.Layer):
        def call(self, x: Any) -> Any:
            self.add_loss(ops.mean(ops.square(x)))
            return ops.multiply(x, ops.cast(ops.shape(x)[0], "float32"))

    class Theirs(layers.Layer):
        def call(self, x: Any) -> Any:
            return tf.reduce_sum(x, axis=1, keepdims=True)

    for layer, wanted in ((Own(), X * 16), (Theirs(), Y)):
        call = tf.function(lambda x, layer=layer: (layer(x), layer.losses), input_signature=[ANY])
        found, losses = call(X)
        np.testing.assert_allclose(found, wanted, atol=1e-5)
        assert len(losses) == isinstance(layer, Own)


def test_a_recurrence_of_any_length() -> None:
    model = models.Sequential([layers.Input((None, 3)), layers.LSTM(4), layers.Dense(1)])
    x = np.ones((2, 5, 3), "float32")

    @tf.function(input_signature=[tf.TensorSpec((None, None, 3))])
    def slopes(x: Any) -> Any:
        with tf.GradientTape() as tape:
            out = model(x)
        return out, tape.gradient(out, model.trainable_variables)

    found, gradients = slopes(x)
    np.testing.assert_allclose(found, model.predict(x, verbose=0), atol=1e-5)
    assert [tuple(g.shape) for g in gradients] == [v.shape for v in model.trainable_variables]


def test_a_function_of_tensorflow_in_a_lambda_layer() -> None:
    inner = layers.Lambda(lambda x: tf.reduce_sum(x, axis=1, keepdims=True))
    model = models.Sequential([layers.Input((4,)), inner])
    assert model.output_shape == (None, 1)
    np.testing.assert_allclose(model.predict(X, verbose=0), Y, atol=1e-5)
