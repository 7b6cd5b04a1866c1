"""Masks in recurrent layers: steps that do not count, rows without any, sequences cut in two."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tahr import layers
from tahr.core import trees

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(4, 6, 5, 2)).astype("float32")
MASK = np.array(
    [[1, 0, 1, 1, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 1, 0, 1, 1], [1, 1, 1, 0, 0, 1]], bool
)
KINDS: dict[str, Callable[..., Any]] = {
    "simple": lambda **o: layers.SimpleRNN(2, **o),
    "gru": lambda **o: layers.GRU(2, **o),
    "lstm": lambda **o: layers.LSTM(2, **o),
    "conv": lambda **o: layers.ConvLSTM1D(2, 2, padding="same", **o),
    "stack": lambda **o: layers.RNN([layers.LSTMCell(3), layers.GRUCell(2)], **o),
}


def inputs(kind: str) -> np.ndarray:
    return X if kind == "conv" else X[:, :, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_that_does_not_count_might_not_be_there(kind: str) -> None:
    x = inputs(kind)
    layer = KINDS[kind](return_sequences=True, return_state=True)
    outputs, *states = map(np.asarray, trees.leaves(layer(x, mask=MASK)))
    for row, mask in enumerate(MASK):
        if not mask.any():
            assert not outputs[row].any() and not any(s[row].any() for s in states)
            continue
        alone, *ends = map(np.asarray, trees.leaves(layer(x[row : row + 1, mask])))
        np.testing.assert_allclose(outputs[row, mask], alone[0], atol=1e-6)
        for state, end in zip(states, ends, strict=True):
            np.testing.assert_allclose(state[row], end[0], atol=1e-6)
        before = np.maximum.accumulate(np.where(mask, np.arange(6), -1))
        repeated = np.where((before < 0).reshape(-1, *(1,) * (alone.ndim - 2)), 0, outputs[row])
        np.testing.assert_allclose(outputs[row], repeated)
        np.testing.assert_allclose(outputs[row][before >= 0], outputs[row][before[before >= 0]])


@pytest.mark.parametrize("kind", KINDS)
def test_a_sequence_in_two_batches_is_the_whole(kind: str) -> None:
    x = inputs(kind)
    layer = KINDS[kind](return_sequences=True, stateful=True)
    layer.build((4, 3, *x.shape[2:]))
    parts = [np.asarray(layer(x[:, i : i + 3], mask=MASK[:, i : i + 3])) for i in (0, 3)]
    layer.reset_states()
    np.testing.assert_allclose(np.concatenate(parts, 1), layer(x, mask=MASK), atol=1e-6)


@pytest.mark.parametrize("kind", ["lstm", "conv", "stack"])
def test_both_ways_meet_at_the_same_steps(kind: str) -> None:
    x = inputs(kind)
    both = layers.Bidirectional(KINDS[kind](return_sequences=True), merge_mode=None)
    forward, backward = map(np.asarray, both(x, mask=MASK))
    assert not forward[~MASK].any() and not backward[~MASK].any()
    turned = np.asarray(both.backward_layer(x, mask=MASK))[:, ::-1]
    np.testing.assert_allclose(backward, turned)
