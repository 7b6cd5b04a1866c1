"""Weights that are made after a file has been read are waited for."""

from tahr.core import awaited
from tahr.layers import Dense
from tahr.optimizers import Adam


def test_layers_and_optimizers_say_that_they_made_weights():
    told = []

    def waiting():
        told.append(len(told))
        return len(told) < 2

    awaited.wait(waiting)
    layer = Dense(2)
    layer.build((None, 3))
    Adam().build(layer.trainable_variables)
    Dense(1).build((None, 3))
    assert told == [0, 1]
