"""Threads: what one does with a model while another trains it."""

import threading

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core import current
from tahr.core.guarding import Guard, alone_with, guarded_together

ENGINES = [n for n in ("jax", "torch", "tensorflow") if n in current.can_train()]
X = np.random.default_rng(0).normal(size=(256, 6)).astype("float32")
Y = X[:, :1].copy()


def made(engine):
    tahr.utils.set_random_seed(1)
    model = tahr.Sequential([
        layers.Input((6,)), layers.Dense(16, activation="tanh"), layers.Dense(1),
    ]).to(engine)  # fmt: skip
    model.compile("adam", "mse")
    return model


def trained(model):
    return model.fit(X, Y, batch_size=8, epochs=6, shuffle=False, verbose=0).history["loss"]


@pytest.mark.parametrize("engine", ENGINES)
def test_others_use_a_model_while_it_is_trained(engine):
    """Every prediction is one of weights as they were between two steps, and the fit its own."""
    alone = trained(made(engine))
    model = made(engine)
    body = tahr.Model(model.input, model.layers[0].output).to(engine)
    model.predict(X[:8], verbose=0), body.predict(X[:8], verbose=0)
    ended, errors, counts = threading.Event(), [], [0, 0, 0]

    def use(place, function):
        try:
            while not ended.is_set() or not counts[place]:
                found = function()
                assert all(np.isfinite(a).all() for a in found)
                counts[place] += 1
        except BaseException as error:
            errors.append(error)

    uses = [
        lambda: [model.predict(X[:8], verbose=0)],
        lambda: [body.predict_on_batch(X[:8]), current.to_numpy(body(X[:8], training=False))],
        model.get_weights,
    ]
    threads = [threading.Thread(target=use, args=pair) for pair in enumerate(uses)]
    for thread in threads:
        thread.start()
    found = trained(model)
    ended.set()
    for thread in threads:
        thread.join()
    assert errors == []
    np.testing.assert_allclose(found, alone, rtol=1e-4, atol=1e-7)
    assert min(counts) > 0


def test_a_model_is_compiled_and_evaluated_in_threads():
    losses = {}

    def run(name):
        model = made("jax")
        model.fit(X, Y, batch_size=8, epochs=2, shuffle=False, verbose=0)
        losses[name] = model.evaluate(X, Y, verbose=0)

    threads = [threading.Thread(target=run, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(losses) == 3
    model = made("jax")
    model.fit(X, Y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    assert min(losses.values()) > 0


def test_groups_that_share_a_variable_become_one():
    a, b, c = (tahr.Variable([1.0]) for _ in range(3))
    first = guarded_together([a])
    second = guarded_together([b, c])
    assert first.now() is not second.now()
    whole = guarded_together([a, b])
    assert {v.guard.now() for v in (a, b, c)} == {whole.now()}
    assert first.now() is second.now()
    order = []

    def other():
        with alone_with(c.guard):
            order.append("other")

    with alone_with(a.guard), alone_with(second):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.05)
        order.append("mine")
    thread.join()
    assert order == ["mine", "other"]
    with alone_with(None):
        assert Guard().now().joined_to is None
