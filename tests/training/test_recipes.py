"""Training loops and steps as programs for Keras on JAX write them."""

from typing import Any

import jax
import numpy as np
import pytest

import tahr
from tahr import layers, losses, metrics, optimizers

X = np.random.default_rng(0).normal(size=(96, 5)).astype("float32")
Y = (X @ np.arange(5.0).astype("float32"))[:, None] / 5


def network() -> Any:
    tahr.utils.set_random_seed(4)
    return [
        layers.Input((5,)),
        layers.Dense(8, "tanh"),
        layers.BatchNormalization(),
        layers.Dense(1),
    ]


def fitted(**kwargs: Any) -> Any:
    """What plain `fit` makes of the same network."""
    model = tahr.Sequential(network())
    model.compile(optimizers.Adam(0.01), "mse", metrics=["mae"])
    history = model.fit(X, Y, epochs=2, shuffle=False, verbose=0, **kwargs)
    return model, history.history


def test_a_loop_of_pure_functions() -> None:
    model = tahr.Sequential(network())
    optimizer, loss_fn, metric = optimizers.Adam(0.01), losses.MeanSquaredError(), metrics.Mean()
    optimizer.build(model.trainable_variables)

    def compute(trainable: Any, rest: Any, x: Any, y: Any) -> Any:
        y_pred, rest = model.stateless_call(trainable, rest, x, training=True)
        return loss_fn(y, y_pred), rest

    gradient = jax.value_and_grad(compute, has_aux=True)

    @jax.jit
    def step(state: Any, x: Any, y: Any) -> Any:
        trainable, rest, slots, counted = state
        (loss, rest), grads = gradient(trainable, rest, x, y)
        trainable, slots = optimizer.stateless_apply(slots, grads, trainable)
        return trainable, rest, slots, metric.stateless_update_state(counted, loss)

    groups = (
        model.trainable_variables, model.non_trainable_variables, optimizer.variables,
        metric.variables,
    )  # fmt: skip
    state: Any = tuple([v.value for v in group] for group in groups)
    for _ in range(2):
        for start in range(0, 96, 32):
            state = step(state, X[start : start + 32], Y[start : start + 32])
    assert float(metric.stateless_result(state[3])) > 0
    assert float(metric.result()) == 0
    for group, values in zip(groups, state, strict=True):
        for variable, value in zip(group, values, strict=True):
            variable.assign(value)
    expected = fitted()[0].predict(X, verbose=0)
    np.testing.assert_allclose(model.predict(X, verbose=0), expected, rtol=1e-4, atol=1e-5)


class Stated(tahr.Sequential):
    """Its steps take the state and give it back."""

    def compute(self, trainable: Any, rest: Any, x: Any, y: Any) -> Any:
        y_pred, rest = self.stateless_call(trainable, rest, x, training=True)
        return self.compute_loss(x, y, y_pred), (y_pred, rest)

    def train_step(self, state: Any, data: Any) -> Any:
        trainable, rest, slots, counted = state
        x, y = data
        gradient = jax.value_and_grad(self.compute, has_aux=True)
        (loss, (y_pred, rest)), grads = gradient(trainable, rest, x, y)
        trainable, slots = self.optimizer.stateless_apply(slots, grads, trainable)
        logs, counted = self.count(counted, loss, y, y_pred)
        return logs, (trainable, rest, slots, counted)

    def test_step(self, state: Any, data: Any) -> Any:
        trainable, rest, counted = state
        x, y = data
        y_pred, rest = self.stateless_call(trainable, rest, x, training=False)
        logs, counted = self.count(counted, self.compute_loss(x, y, y_pred), y, y_pred)
        return logs, (trainable, rest, counted)

    def predict_step(self, state: Any, data: Any) -> Any:
        trainable, rest = state
        outputs, rest = self.stateless_call(trainable, rest, data)
        return outputs, (trainable, rest)

    def count(self, counted: Any, loss: Any, y: Any, y_pred: Any) -> Any:
        new: list[Any] = []
        logs = {}
        for metric in self.metrics:
            own = counted[len(new) : len(new) + len(metric.variables)]
            given = (loss,) if metric.name == "loss" else (y, y_pred)
            new += metric.stateless_update_state(own, *given)
            logs[metric.name] = metric.stateless_result(new[-len(own) :])
        return logs, new


def test_steps_that_take_the_state() -> None:
    model = Stated(network())
    model.compile(optimizers.Adam(0.01), "mse", metrics=[metrics.MeanAbsoluteError(name="mae")])
    history = model.fit(X, Y, epochs=2, shuffle=False, verbose=0).history
    plain, expected = fitted()
    assert history["loss"] == pytest.approx(expected["loss"], rel=1e-4)
    assert history["mae"] == pytest.approx(expected["mae"], rel=1e-4)
    found = model.evaluate(X, Y, verbose=0, return_dict=True)
    assert found == pytest.approx(plain.evaluate(X, Y, verbose=0, return_dict=True), rel=1e-4)
    np.testing.assert_allclose(
        model.predict(X, verbose=0), plain.predict(X, verbose=0), rtol=1e-4, atol=1e-5
    )


@pytest.mark.parametrize(
    ("given", "parts"), [((X,), 0), ((X, Y), 2), ((X, Y, np.ones(96, "float32")), 3)]
)
def test_a_step_gets_what_was_given(given: Any, parts: int) -> None:
    seen: list[Any] = []

    class Watched(tahr.Sequential):
        def train_step(self, data: Any) -> Any:
            seen.append(data)
            x = data if not isinstance(data, tuple) else data[0]
            loss, gradients = tahr.value_and_grad(
                lambda: tahr.ops.mean(self(x)), self.trainable_variables
            )
            self.optimizer.apply(gradients, self.trainable_variables)
            return {"loss": loss}

    model = Watched(network())
    model.compile("sgd")
    model.fit(*given[:2], sample_weight=given[2] if parts == 3 else None, verbose=0)
    assert {len(d) if isinstance(d, tuple) else 0 for d in seen} == {parts}
