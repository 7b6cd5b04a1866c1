"""Data sets of texts: lists of word numbers, read without unpickling."""

import json
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import given, strategies as st

from tahr.core.errors import ArgumentError, DataError
from tahr.datasets import imdb, reuters
from tahr.datasets.ragged import objects, read_lists
from tahr.datasets.texts import Words

TEXTS = [[1, 5, 9], [2], [7, 7, 7, 7], [3, 4]]


def save(path, **arrays):
    np.savez(path, **{n: objects(a) if isinstance(a, list) else a for n, a in arrays.items()})


@given(st.lists(st.lists(st.integers(0, 10**6), max_size=8), max_size=8))
def test_lists_come_back(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("lists") / "texts.npz"
    save(path, x=texts, y=np.arange(len(texts)))
    x, y = read_lists(path, ("x", "y"))
    assert x.dtype == object
    assert list(x) == texts
    assert y.tolist() == list(range(len(texts)))


class Trap:
    def __reduce__(self):
        return (pytest.fail, ("a pickle in a file was run",))


@pytest.mark.parametrize("content", [Trap(), [Trap()], {"numpy": 1}, "text"])
def test_other_pickles_are_refused(tmp_path, content):
    array = np.empty(1, dtype=object)
    array[0] = content if isinstance(content, Trap) else Trap()
    path = tmp_path / "texts.npz"
    np.savez(path, x=array)
    with pytest.raises(DataError, match=r"it names|something else"):
        read_lists(path, ("x",))
    with zipfile.ZipFile(path) as archive:
        head = archive.read("x.npy")[:128]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", head + pickle.dumps(5))
    with pytest.raises(DataError, match="no array"):
        read_lists(path, ("x",))


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x05\x06" + bytes(18)])
def test_broken_files_are_refused(tmp_path, content):
    path = tmp_path / "texts.npz"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read"):
        read_lists(path, ("x",))


def words(**changes):
    plain = {"num_words": None, "skip_top": 0, "maxlen": None, "start_char": 1, "oov_char": 2}
    return Words(**{**plain, "index_from": 3, **changes})


def test_numbers_move_up_behind_the_start():
    assert words().begun([[1, 5]]) == [[1, 4, 8]]
    assert words(start_char=None).begun([[1, 5]]) == [[4, 8]]


def test_rare_and_frequent_words_are_replaced_or_dropped():
    texts = [[1, 4, 8], [9, 5]]
    assert words(num_words=9, skip_top=5).frequent(texts) == [[2, 2, 8], [2, 5]]
    assert words(num_words=9, oov_char=None).frequent(texts) == [[1, 4, 8], [5]]


def test_long_texts_are_left_out():
    texts, labels = words(maxlen=3).short([[1, 2, 3], [1, 2]], np.array([7, 8]))
    assert (texts, labels.tolist()) == ([[1, 2]], [8])
    with pytest.raises(ArgumentError, match="no text is that short"):
        words(maxlen=1).short([[1]], np.array([7]))


def test_imdb(store):
    labels = np.arange(4)
    save(store / "imdb.npz", x_train=TEXTS, y_train=labels, x_test=TEXTS[::-1], y_test=labels[::-1])
    (x_train, y_train), (x_test, y_test) = imdb.load_data()
    random = np.random.RandomState(113)
    for x, y in ((x_train, y_train), (x_test, y_test)):
        order = np.arange(4)
        random.shuffle(order)
        assert sorted(y.tolist()) == [0, 1, 2, 3]
        largest = max(max(text) for text in TEXTS) + 3
        for text, label in zip(x, y, strict=True):
            expected = [1, *(w + 3 for w in TEXTS[label])]
            assert text == [w if w < largest else 2 for w in expected]
    assert y_train.tolist() != y_test.tolist()
    few = imdb.load_data(num_words=6, maxlen=4)
    assert all(max(text) < 6 and len(text) < 4 for part in few for text in part[0])


def test_reuters(store):
    save(store / "reuters.npz", x=TEXTS * 5, y=np.arange(20))
    (x_train, y_train), (x_test, _) = reuters.load_data(
        test_split=0.25, start_char=None, index_from=0
    )
    assert (len(x_train), len(x_test)) == (15, 5)
    assert x_train[0] == [w if w < 9 else 2 for w in (TEXTS * 5)[y_train[0]]]
    assert len(reuters.get_label_names()) == 46


@pytest.mark.parametrize("module", [imdb, reuters])
def test_word_indices(store, module):
    path = store / f"{module.__name__.rpartition('.')[2]}_word_index.json"
    path.write_text(json.dumps({"the": 1, "café": 2}), encoding="utf-8")
    assert module.get_word_index() == {"the": 1, "café": 2}
    path.write_text("{")
    with pytest.raises(DataError, match="word index"):
        module.get_word_index()
