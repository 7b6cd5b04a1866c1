"""Data split in two, whatever it comes in."""

from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given, strategies as st

from tahr.core.errors import ArgumentError, DataError
from tahr.training.data.dataset import PyDataset
from tahr.utils import split_dataset
from tahr.utils.split_dataset import counts

A = np.arange(10)


def needs(package):
    return pytest.mark.skipif(find_spec(package) is None, reason=f"{package} is not installed")


@given(st.integers(2, 50), st.floats(0, 1), st.booleans())
def test_parts_take_all_there_is(total, share, left):
    sizes = (share, None) if left else (None, share)
    try:
        found = counts(total, *sizes)
    except ArgumentError:
        assert round(share * total + 1e-9) in (0, total) or share * total % 1 == 0.5
        return
    assert sum(found) == total
    assert abs(found[0 if left else 1] - share * total) <= 0.5


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((None, None), "no size is given"),
        ((11, None), "size of a part"),
        ((1.5, None), "size of a part"),
        ((True, None), "size of a part"),
        ((0, None), "cannot be split so"),
        ((6, 6), "cannot be split so"),
    ],
)
def test_sizes_that_cannot_be(sizes, words):
    with pytest.raises(ArgumentError, match=words):
        split_dataset(A, *sizes)


def test_arrays_stay_what_they_are():
    left, right = split_dataset(A, 0.7)
    assert (left.tolist(), right.tolist()) == ([0, 1, 2, 3, 4, 5, 6], [7, 8, 9])
    (x, y), (u, v) = split_dataset((A, A * 2), right_size=3, shuffle=True, seed=1)
    assert sorted([*x, *u]) == list(A)
    assert (y == 2 * x).all()
    assert (v == 2 * u).all()
    assert isinstance(split_dataset([A, A], 2)[0], list)
    named = split_dataset({"a": A, "b": {"c": A}}, left_size=2)
    assert named[1]["b"]["c"].tolist() == list(range(2, 10))
    assert split_dataset([1, 2, 3, 4], 0.5)[1].tolist() == [3, 4]
    assert split_dataset(A, 2, 3)[1].tolist() == [2, 3, 4]


def test_one_seed_gives_one_order():
    first, again = (split_dataset(A, 5, shuffle=True, seed=4)[0] for _ in range(2))
    assert first.tolist() == again.tolist() != [0, 1, 2, 3, 4]


def test_what_is_no_data_is_told():
    with pytest.raises(DataError, match="different lengths"):
        split_dataset((A, A[:3]), 0.5)
    with pytest.raises(DataError, match="no data"):
        split_dataset(3, 0.5)
    with pytest.raises(ArgumentError, match="preferred_backend"):
        split_dataset(A, 0.5, preferred_backend="jax")


def test_iterables_become_lists():
    assert split_dataset(iter(range(5)), 2) == ([0, 1], [2, 3, 4])


def test_batches_of_a_data_set_stay_whole():
    class Batches(PyDataset):
        def __len__(self):
            return 4

        def __getitem__(self, index):
            return np.full(2, index)

    left, right = split_dataset(Batches(), 3)
    assert (len(left), right[0].tolist()) == (3, [3, 3])


@needs("tensorflow")
def test_a_data_set_of_tensorflow():
    import tensorflow as tf

    data = tf.data.Dataset.from_tensor_slices(A)
    left, right = split_dataset(data, 0.8, shuffle=True, seed=1)
    first = [int(item) for item in left]
    assert first == [int(item) for item in left]
    assert sorted(first + [int(item) for item in right]) == list(A)
    unknown = data.filter(lambda item: item > 1)
    assert [int(item) for item in split_dataset(unknown, 0.5)[1]] == [6, 7, 8, 9]
    assert int(split_dataset(A, 3, preferred_backend="tensorflow")[0].cardinality()) == 3


@needs("torch")
def test_data_sets_and_loaders_of_torch():
    import torch

    data = torch.utils.data.TensorDataset(torch.arange(10))
    left, right = split_dataset(data, 7)
    assert (len(left), int(right[0][0])) == (7, 7)
    loader = torch.utils.data.DataLoader(data, batch_size=4, shuffle=True)
    left, right = split_dataset(loader, 8)
    assert (len(left), left.batch_size, len(right)) == (2, 4, 1)
    assert sorted(int(i) for part in (left, right) for (b,) in part for i in b) == list(A)
    assert len(split_dataset(A, 3, preferred_backend="torch")[1]) == 7


@needs("grain")
def test_a_data_set_of_grain():
    import grain

    left, right = split_dataset(grain.MapDataset.range(10), 0.8, shuffle=True, seed=3)
    assert sorted([*left, *right]) == list(A)
    assert len(left) == 8


@needs("datasets")
def test_a_data_set_of_hugging_face():
    import datasets

    left, right = split_dataset(datasets.Dataset.from_dict({"a": list(range(10))}), 0.8)
    assert (len(left), right["a"][:]) == (8, [8, 9])
