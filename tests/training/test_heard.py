"""Arguments of fit, evaluate and predict that change nothing say so."""

import numpy as np
import pytest

from tahr import Sequential, layers

X, Y = np.ones((8, 3), "float32"), np.ones((8, 1), "float32")


def batches():
    while True:
        yield X, Y


@pytest.fixture
def model():
    made = Sequential([layers.Input((3,)), layers.Dense(1)])
    made.compile("sgd", "mse")
    return made


@pytest.mark.parametrize("name, steps", [
    ("fit", "steps_per_epoch"), ("evaluate", "steps"), ("predict", "steps"),
])  # fmt: skip
def test_a_batch_size_beside_batches(model, name, steps):
    options = {steps: 2, "verbose": 0}
    with pytest.warns(UserWarning, match="`batch_size` has no effect: the data comes in batches"):
        getattr(model, name)(batches(), batch_size=4, **options)
    getattr(model, name)(batches(), **options)


@pytest.mark.parametrize("option", [
    {"validation_steps": 1}, {"validation_freq": 2}, {"validation_batch_size": 4},
])  # fmt: skip
def test_how_to_validate_without_data_to_validate_on(model, option):
    (name,) = option
    with pytest.warns(
        UserWarning, match=f"`{name}` has no effect in `fit` without `validation_data`"
    ):
        model.fit(X, Y, verbose=0, **option)
    model.fit(X, Y, validation_data=(X, Y), verbose=0, **option)
