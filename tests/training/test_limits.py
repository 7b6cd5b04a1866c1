"""Limits on epochs and steps, by which a whole program is tried quickly."""

import numpy as np
import pytest

import tahr
from tahr import config, layers
from tahr.core import config as settings
from tahr.core.errors import ArgumentError
from tahr.utils import PyDataset

X, Y = np.ones((40, 2), "float32"), np.ones((40, 1), "float32")


@pytest.fixture(autouse=True)
def limits():
    config.set_max_epochs(2)
    config.set_max_steps_per_epoch(3)
    yield
    config.set_max_epochs(None)
    config.set_max_steps_per_epoch(None)


def model():
    found = tahr.Sequential([layers.Input((2,)), layers.Dense(1)])
    found.compile("sgd", "mse")
    return found


class Batches(PyDataset):
    """So many batches."""

    def __init__(self, count):
        super().__init__()
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        return X[:4], Y[:4]


def generator():
    while True:
        yield X[:4], Y[:4]


@pytest.mark.parametrize(
    ("data", "options", "steps"),
    [
        ((X, Y), {"batch_size": 4}, 6),
        ((X, Y), {"batch_size": 4, "steps_per_epoch": 5}, 6),
        ((X, Y), {"batch_size": 20}, 4),
        ((generator(),), {"steps_per_epoch": 9}, 6),
        ((generator(),), {}, 6),
        ((Batches(5),), {}, 6),
        ((Batches(2),), {}, 4),
    ],
)
def test_fit_ends_early(data, options, steps):
    found = model()
    history = found.fit(*data, epochs=7, verbose=0, **options)
    assert len(history.epoch) == 2
    assert int(found.optimizer.iterations.numpy()) == steps


def test_evaluate_and_predict_end_early():
    found = model()
    assert found.predict(X, batch_size=4, verbose=0).shape == (12, 1)
    assert found.predict(X[:5], batch_size=4, verbose=0).shape == (5, 1)
    seen = []
    watch = tahr.callbacks.LambdaCallback(on_epoch_end=lambda *_: None)
    watch.on_test_batch_end = lambda batch, logs=None: seen.append(batch)
    found.evaluate(X, Y, batch_size=4, verbose=0, callbacks=[watch])
    assert seen == [0, 1, 2]


def test_without_limits_all_is_as_before():
    config.set_max_epochs(None)
    config.set_max_steps_per_epoch(None)
    assert model().predict(X, batch_size=4, verbose=0).shape == (40, 1)
    assert len(model().fit(X, Y, epochs=3, verbose=0).epoch) == 3


@pytest.mark.parametrize("value", [0, -1, 2.5, "x", True])
def test_a_limit_is_a_whole_number(value):
    with pytest.raises(ArgumentError, match="max_epochs cannot be"):
        config.set_max_epochs(value)
    assert config.max_epochs() == 2


def test_the_environment_sets_limits(monkeypatch):
    monkeypatch.setenv("KERAS_MAX_EPOCHS", "5")
    monkeypatch.setenv("KERAS_MAX_STEPS_PER_EPOCH", "7")
    found = settings.load()
    assert (found.max_epochs, found.max_steps_per_epoch) == (5, 7)
    monkeypatch.setenv("KERAS_MAX_EPOCHS", "many")
    with pytest.raises(ArgumentError, match="KERAS_MAX_EPOCHS"):
        settings.load()
