"""What is told in the log while training, and what is not."""

import logging

import numpy as np
import pytest

from tahr import layers, models, ops


class Logarithm(layers.Layer):
    def call(self, x):
        return ops.log(x)


def model(*chain):
    made = models.Sequential([layers.Input((3,)), *chain, layers.Dense(1)])
    made.compile("sgd", "mse")
    return made


def test_a_loss_that_is_nan_is_told_once(caplog):
    with caplog.at_level(logging.WARNING, "tahr"):
        model(Logarithm()).fit(-np.ones((8, 3)), np.ones(8), epochs=3, verbose=0)
    told = [record.message for record in caplog.records if "debug=True" in record.message]
    assert len(told) == 1
    assert "in epoch 1" in told[0]


def test_a_loss_that_is_a_number_is_not_told(caplog):
    with caplog.at_level(logging.WARNING, "tahr"):
        model().fit(np.ones((8, 3)), np.ones(8), epochs=2, verbose=0)
    assert not caplog.records


def test_predictions_of_many_lengths_are_no_reason_to_warn(caplog):
    made = model()
    with caplog.at_level(logging.WARNING, "tahr"):
        for rows in (1, 2, 4, 8, 16, 32, 64):
            made.predict(np.ones((rows, 3)), verbose=0)
    assert not caplog.records


def model_of_lengths():
    x = layers.Input((None, 2))
    return models.Model(x, layers.Dense(1)(layers.GlobalAveragePooling1D()(x)))


@pytest.mark.parametrize("kind", ["predict"])
def test_predictions_of_many_shapes_are(caplog, kind):
    made = model_of_lengths()
    with caplog.at_level(logging.WARNING, "tahr"):
        for steps in range(2, 9):
            made.predict(np.ones((4, steps, 2)), verbose=0)
    told = [record.message for record in caplog.records]
    assert len(told) == 1
    assert "drop the remainder" not in told[0]
    assert kind in told[0]
