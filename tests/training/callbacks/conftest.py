"""A model of one layer, and data it can learn."""

import numpy as np
import pytest

import tahr
from tahr import layers, models
from tahr.core.seeds import set_random_seed

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 4)).astype("float32")
Y = X @ RNG.normal(size=(4, 1)).astype("float32")


@pytest.fixture
def data():
    return X, Y


@pytest.fixture
def linear():
    """Makes a compiled model; each is like every other."""

    def make(optimizer=None, **options):
        set_random_seed(0)
        model = models.Sequential([layers.Input((4,)), layers.Dense(1, name="out")])
        model.compile(optimizer or tahr.optimizers.SGD(0.1), "mse", **options)
        return model

    return make


@pytest.fixture
def fit(data):
    """Trains in the same order of batches each time, without output."""

    def run(model, *callbacks, epochs=3, **options):
        options = {"batch_size": 10, "shuffle": False, "verbose": 0, **options}
        return model.fit(*data, epochs=epochs, callbacks=list(callbacks), **options)

    return run
