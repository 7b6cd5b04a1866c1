"""Variables and keys in programs of JAX's own, as in Keras's guides."""

from typing import Any

import numpy as np
import pytest

jax = pytest.importorskip("jax")
import jax.numpy as jnp  # noqa: E402

from tahr import layers, losses, metrics, models, optimizers, random  # noqa: E402
from tahr.core import current  # noqa: E402
from tahr.core.errors import ArgumentError  # noqa: E402
from tahr.core.seeds import set_random_seed  # noqa: E402
from tahr.core.variables import Variable  # noqa: E402

X = np.random.default_rng(0).normal(size=(16, 4)).astype("float32")
Y = X.sum(axis=1, keepdims=True)


@pytest.fixture(autouse=True)
def on_jax() -> Any:
    with current.using("jax"):
        yield


def net() -> Any:
    set_random_seed(1)
    parts = [layers.Dense(8, "relu"), layers.BatchNormalization(), layers.Dropout(0.1)]
    return models.Sequential([layers.Input((4,)), *parts, layers.Dense(1)])


def test_the_loop_of_keras_guide() -> None:
    model, optimizer, loss_fn = net(), optimizers.Adam(0.05), losses.MeanSquaredError()
    metric = metrics.MeanSquaredError()
    optimizer.build(model.trainable_variables)

    def compute_loss(trainable: Any, fixed: Any, measured: Any, x: Any, y: Any) -> Any:
        y_pred, fixed = model.stateless_call(trainable, fixed, x, training=True)
        measured = metric.stateless_update_state(measured, y, y_pred)
        return loss_fn(y, y_pred), (fixed, measured)

    slope = jax.value_and_grad(compute_loss, has_aux=True)

    @jax.jit
    def train_step(state: Any, data: Any) -> Any:
        trainable, fixed, slots, measured = state
        (loss, (fixed, measured)), grads = slope(trainable, fixed, measured, *data)
        trainable, slots = optimizer.stateless_apply(slots, grads, trainable)
        return loss, (trainable, fixed, slots, measured)

    state: Any = (
        model.trainable_variables, model.non_trainable_variables, optimizer.variables,
        metric.variables,
    )  # fmt: skip
    found = []
    for _ in range(20):
        loss, state = train_step(state, (X, Y))
        found.append(float(loss))
    assert found[-1] < found[0]
    kinds = (model.trainable_variables, model.non_trainable_variables)
    for variables, values in zip(kinds, state[:2], strict=True):
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)
    model.compile("sgd", "mse")
    assert model.evaluate(X, Y, verbose=0) < found[0]
    assert float(metric.stateless_result(state[3])) > 0


def test_variables_are_trees_of_their_arrays() -> None:
    model = net()
    weights = model.trainable_variables
    assert jnp.sum(weights[0]).shape == ()
    assert (X @ weights[0]).shape == (16, 8)
    doubled = jax.tree.map(lambda w: w * 2, weights)
    np.testing.assert_allclose(doubled[0], weights[0].numpy() * 2)
    gradients = jax.grad(lambda w: w[0].sum())
    assert [g.shape for g in gradients(weights)] == [v.shape for v in weights]
    assert isinstance(jax.jit(lambda w: w)(weights)[0], jax.Array)


def test_a_layer_calls_jax_with_its_weights() -> None:
    class Own(layers.Layer):
        def build(self, input_shape: Any) -> None:
            self.kernel = self.add_weight(shape=(input_shape[-1], 3))

        def call(self, x: Any) -> Any:
            return jnp.dot(x, self.kernel)

    model = models.Sequential([layers.Input((4,)), Own(), layers.Dense(1)])
    model.compile("sgd", "mse")
    before = model.layers[0].get_weights()[0]
    model.fit(X, Y, batch_size=5, verbose=0)
    assert model.layers[0].output.shape == (None, 3)
    assert not np.array_equal(before, model.layers[0].get_weights()[0])


def test_keys_of_jax_are_seeds() -> None:
    draw = jax.jit(lambda key: random.normal((4,), seed=key))
    one, other = (draw(jax.random.PRNGKey(n)) for n in (0, 1))
    assert not np.allclose(one, other)
    key = random.SeedGenerator(3).next()
    np.testing.assert_array_equal(draw(key), random.normal((4,), seed=key))
    with pytest.raises(ArgumentError, match="a seed is an integer"):
        random.normal((4,), seed=jnp.ones(3))


def test_another_engines_variable_is_an_array_of_jax() -> None:
    with current.using("numpy"):
        variable = Variable([1.0, 2.0])
        assert jax.tree.leaves([variable])[0].tolist() == [1, 2]
