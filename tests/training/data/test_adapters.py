"""Data of classes that Tahr has never heard of."""

import numpy as np
import pytest

import tahr
from tahr import layers, utils
from tahr.core.errors import ArgumentError, DataError
from tahr.training.data import adapters

X = np.random.default_rng(0).normal(size=(12, 3)).astype("float32")
Y = X.sum(1, keepdims=True)


@pytest.fixture(autouse=True)
def _own_table(monkeypatch):
    monkeypatch.setattr(adapters, "_ADAPTERS", {})


class Frame:
    def __init__(self, x, y):
        self.x, self.y = x, y


class Wide(Frame):
    pass


class Pairs(utils.PyDataset):
    def __init__(self, frame):
        super().__init__()
        self.frame = frame

    def __len__(self):
        return 3

    def __getitem__(self, index):
        rows = slice(4 * index, 4 * index + 4)
        return self.frame.x[rows], self.frame.y[rows]


def made():
    tahr.utils.set_random_seed(1)
    model = tahr.Sequential([layers.Input((3,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


@pytest.mark.parametrize("kind", [Frame, f"{__name__}.Frame"])
@pytest.mark.parametrize("cls", [Frame, Wide])
def test_what_is_registered_is_data(kind, cls):
    utils.register_data_adapter(kind)(Pairs)
    model, other = made(), made()
    options = {"epochs": 2, "shuffle": False, "verbose": 0}
    found = model.fit(cls(X, Y), validation_data=cls(X, Y), **options)
    wanted = other.fit(Pairs(Frame(X, Y)), validation_data=Pairs(Frame(X, Y)), **options)
    assert found.history == wanted.history
    assert model.evaluate(cls(X, Y), verbose=0) == other.evaluate(X, Y, batch_size=4, verbose=0)
    assert np.array_equal(model.predict(cls(X, Y), verbose=0), other.predict(X, verbose=0))


def test_arrays_may_come_of_it():
    utils.register_data_adapter(Frame)(lambda frame: frame.x)
    model = made()
    assert np.array_equal(model.predict(Frame(X, Y), verbose=0), model.predict(X, verbose=0))


def test_it_is_made_once_a_call_and_may_be_split():
    made_of = []

    @utils.register_data_adapter(Frame)
    def make(frame):
        made_of.append(frame)
        return frame.x

    model = made()
    model.predict(Frame(X, Y), batch_size=4, verbose=0)
    assert len(made_of) == 1
    found = model.fit(Frame(X, Y), Y, validation_split=0.25, batch_size=4, verbose=0)
    assert len(made_of) == 2
    assert "val_loss" in found.history


def test_what_is_not_registered_is_no_data():
    with pytest.raises(DataError, match="this is no data"):
        made().fit(Frame(X, Y), verbose=0)


def test_it_is_registered_for_a_class():
    with pytest.raises(ArgumentError, match="no class"):
        utils.register_data_adapter(3)
