"""A quick look at everything that matters: it answers in seconds."""

import numpy as np

import tahr
from tahr import layers, models
from tahr.core.seeds import set_random_seed

X = np.random.default_rng(0).normal(size=(64, 6)).astype("float32")
Y = (X.sum(axis=1) > 0).astype("int32")


def test_a_model_learns_and_moves_between_engines():
    set_random_seed(0)
    model = models.Sequential([
        layers.Input((6,)), layers.Dense(16, activation="relu"), layers.Dense(2),
    ])  # fmt: skip
    loss = tahr.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(tahr.optimizers.Adam(0.02), loss, metrics=["accuracy"])
    history = model.fit(X, Y, epochs=8, batch_size=16, verbose=0)
    assert history.history["accuracy"][-1] > 0.9
    assert history.history["loss"][-1] < history.history["loss"][0]
    on_jax = model.predict(X, verbose=0)
    on_numpy = model.to("numpy").predict(X, verbose=0)
    np.testing.assert_allclose(on_jax, on_numpy, rtol=1e-5, atol=1e-5)
