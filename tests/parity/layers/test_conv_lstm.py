"""Convolutional LSTMs against Keras's: states, masks, batches that go on, files.

In a loop, Keras on JAX lets the mask of the batch meet the axis of space, which fails or is wrong;
written out, its steps are right.
"""

from typing import Any

import keras
import numpy as np
import pytest
from tests.parity.layers.pair import leaves

import tahr
from tahr import layers
from tahr.core.errors import ArgumentError

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(3, 4, 6, 2)).astype("float32")
MASK = np.array([[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 1, 0]], bool)
STATE = RANDOM.normal(size=(3, 6, 2)).astype("float32")


def same(ours: Any, theirs: Any) -> None:
    for one, other in zip(leaves(ours), leaves(theirs), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


def pair(**options: Any) -> tuple[Any, Any]:
    both = [
        k.ConvLSTM1D(2, 3, padding="same", unroll=unroll, **options)
        for k, unroll in ((layers, False), (keras.layers, True))
    ]
    for one in both:
        one.build(X.shape)
    both[0].set_weights(both[1].get_weights())
    return both[0], both[1]


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("every", [False, True])
def test_masks_and_states(every: bool, backwards: bool) -> None:
    ours, theirs = pair(return_sequences=every, return_state=True, go_backwards=backwards)
    for options in ({}, {"mask": MASK}, {"initial_state": [STATE, STATE]}):
        same(ours(X, **options), theirs(X, **options))


def test_batches_that_go_on() -> None:
    ours, theirs = pair(stateful=True)
    for _ in range(3):
        same(ours(X), theirs(X))
    ours.reset_states(), theirs.reset_state()
    same(ours(X), theirs(X))


def test_both_ways() -> None:
    made = [
        k.Bidirectional(k.ConvLSTM1D(2, 3, return_sequences=True, return_state=True, unroll=unroll))
        for k, unroll in ((layers, False), (keras.layers, True))
    ]
    for one in made:
        one.build(X.shape)
    made[0].set_weights(made[1].get_weights())
    same(made[0](X), made[1](X))
    # Written out, Keras does not make zeros of the outputs of steps that do not count.
    for one, other in zip(*(leaves(layer(X, mask=MASK))[1:] for layer in made), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


def test_space_that_is_not_known() -> None:
    x = tahr.Input((None, None, 2))
    y = layers.ConvLSTM1D(3, 3, strides=2, return_sequences=True)(x)
    assert y.shape == (None, None, None, 3)
    model = tahr.Model(x, y)
    assert model(X).shape == (3, 4, 2, 3)
    with pytest.raises(ArgumentError, match="shape of the states is not known"):
        model.layers[-1].get_initial_state(2)


def test_dropout_is_one_for_all_steps() -> None:
    layer = layers.ConvLSTM1D(2, 1, dropout=0.5, recurrent_dropout=0.3, seed=1)
    assert not np.allclose(layer(X, training=True), layer(X))
    assert np.allclose(layer(X), layer(X))


def test_what_cannot_be() -> None:
    with pytest.raises(ArgumentError, match="do not go together"):
        layers.ConvLSTM2D(2, 3, strides=2, dilation_rate=2)
    with pytest.raises(ArgumentError, match="padding cannot be 'causal'"):
        layers.ConvLSTM1D(2, 3, padding="causal")


@pytest.mark.parametrize(("writer", "reader"), [(keras, tahr), (tahr, keras)], ids=["in", "out"])
def test_files_cross(writer: Any, reader: Any, tmp_path: Any) -> None:
    x = writer.Input((4, 6, 2))
    y = writer.layers.ConvLSTM1D(2, 3, return_sequences=True)(x)
    y = writer.layers.TimeDistributed(writer.layers.AdaptiveAveragePooling1D(3))(y)
    y = writer.layers.Flatten()(y)
    y = writer.layers.SpectralNormalization(writer.layers.Dense(3))(y)
    model = writer.Model(x, y)
    model.save(tmp_path / "model.keras")
    other = reader.models.load_model(tmp_path / "model.keras")
    same(model(X), other(X))
    assert [w.name for w in model.weights] == [w.name for w in other.weights]
