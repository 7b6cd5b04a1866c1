"""Sequences of many lengths: each in one batch, padded to few lengths."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from tahr import layers, models
from tahr.core.errors import ArgumentError, DataError
from tahr.utils import BucketedSequences


def sequences(lengths):
    return [np.full(length, place + 1, "float32") for place, length in enumerate(lengths)]


@settings(max_examples=60, deadline=None)
@given(
    lengths=st.lists(st.integers(0, 40), min_size=1, max_size=50),
    size=st.integers(1, 9),
    boundaries=st.none() | st.sets(st.integers(1, 50), max_size=4).map(sorted),
    shuffle=st.booleans(),
)
def test_each_sequence_once_and_whole(lengths, size, boundaries, shuffle):
    rows = sequences(lengths)
    data = BucketedSequences(
        rows, np.arange(len(rows)), batch_size=size, boundaries=boundaries, shuffle=shuffle,
        padding_value=-1, seed=1,
    )  # fmt: skip
    most = 8 if boundaries is None else len(boundaries) + 1
    for _ in range(2):
        seen = []
        widths = set()
        for x, y in data:
            widths.add(x.shape[1])
            assert len(x) <= size
            for row, place in zip(x, y.astype(int), strict=True):
                length = lengths[place]
                np.testing.assert_array_equal(row[:length], rows[place])
                assert (row[length:] == -1).all()
            seen += y.tolist()
        assert sorted(seen) == [*range(len(rows))] and len(widths) <= most
        data.on_epoch_end()


def test_the_seed_is_the_order():
    rows = sequences(range(1, 30))
    orders = []
    for seed in (1, 1, 2):
        data = BucketedSequences(rows, np.arange(29), batch_size=3, seed=seed)
        epochs = []
        for _ in range(2):
            epochs.append([int(v) for _, y in data for v in y])
            data.on_epoch_end()
        assert epochs[0] != epochs[1]
        orders.append(epochs)
    assert orders[0] == orders[1] != orders[2]


def test_a_model_learns_from_them():
    rows = sequences(np.arange(40) % 13 + 1)
    model = models.Sequential([
        layers.Input((None, 1)), layers.Masking(), layers.SimpleRNN(2), layers.Dense(1),
    ])  # fmt: skip
    model.compile("sgd", "mse")
    steps = [np.ones((len(row), 1), "float32") for row in rows]
    targets = np.array([len(row) / 13 for row in rows])
    data = BucketedSequences(steps, targets, np.ones(40), batch_size=8, boundaries=[6], workers=2)
    losses = model.fit(data, epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_without_targets_there_is_only_x():
    data = BucketedSequences([[1, 2], [3]], shuffle=False)
    assert sorted(data[i].shape for i in range(len(data))) == [(1, 1), (1, 2)]


@pytest.mark.parametrize(
    ("arguments", "options", "kind", "text"),
    [
        (([],), {}, DataError, "empty"),
        (([1, 2],), {}, DataError, r"x\[0\]: this is no sequence"),
        (([["a"]],), {}, DataError, r"x\[0\]: expected numbers"),
        (([[1], [2]], [1]), {}, DataError, "one for each"),
        (([[1]],), {"boundaries": [3, 2]}, ArgumentError, "rising"),
        (([[1]],), {"boundaries": [0]}, ArgumentError, "at least 1"),
        (([[1]],), {"batch_size": 0}, ArgumentError, "batch_size"),
        (([np.ones((2, 3)), np.ones((2, 4))],), {}, DataError, "differ in shape"),
    ],
)
def test_bad_arguments(arguments, options, kind, text):
    with pytest.raises(kind, match=text):
        BucketedSequences(*arguments, **options)
