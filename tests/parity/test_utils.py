"""Trees and helpers against Keras's own."""

from collections import OrderedDict, namedtuple

import keras
import numpy as np
import pytest

from tahr import tree, utils

Pair = namedtuple("Pair", "a b")
TREES = [
    1,
    None,
    [],
    [1, (2, {"b": 3, "a": None})],
    {"z": [1], "a": (2, [3, []])},
    OrderedDict(z=1, a=[2]),
    Pair([1], {"x": 2}),
]


@pytest.mark.parametrize("structure", TREES, ids=str)
def test_trees(structure):
    theirs = keras.tree
    assert tree.flatten(structure) == theirs.flatten(structure)
    assert tree.flatten_with_path(structure) == theirs.flatten_with_path(structure)
    assert tree.is_nested(structure) == theirs.is_nested(structure)
    assert tree.lists_to_tuples(structure) == theirs.lists_to_tuples(structure)
    for top_down in (True, False):
        met, expected = [], []
        tree.traverse(met.append, structure, top_down)
        theirs.traverse(expected.append, structure, top_down)
        assert met == expected
    double = lambda leaf: (leaf, leaf)  # noqa: E731
    assert tree.map_structure(double, structure) == theirs.map_structure(double, structure)


@pytest.mark.parametrize("a", TREES, ids=str)
def test_which_structures_are_the_same(a):
    for name in ("assert_same_structure", "assert_same_paths"):
        for b in TREES:
            verdicts = []
            for module in (tree, keras.tree):
                try:
                    getattr(module, name)(a, b)
                    verdicts.append(True)
                except ValueError:
                    verdicts.append(False)
            assert verdicts[0] == verdicts[1], (name, a, b)


@pytest.mark.parametrize("shape", [(4,), (4, 1), (2, 2), (2, 2, 1)])
def test_categories(shape):
    x = np.array([0, 3, 1, 0]).reshape(shape)
    for number in (None, 5):
        ours, theirs = utils.to_categorical(x, number), keras.utils.to_categorical(x, number)
        np.testing.assert_array_equal(ours, theirs)
        assert ours.dtype == theirs.dtype


@pytest.mark.parametrize("axis", [-1, 0, 1])
@pytest.mark.parametrize("order", [1, 2])
def test_normalized_vectors(axis, order):
    x = np.random.default_rng(0).normal(size=(3, 4))
    expected = keras.utils.normalize(x, axis or 0, order) if axis else None
    if expected is not None:
        np.testing.assert_allclose(utils.normalize(x, axis, order), expected)
    np.testing.assert_allclose(abs(utils.normalize(x, axis, order)).max() <= 1, True)


@pytest.mark.parametrize("maxlen", [None, 2, 5])
@pytest.mark.parametrize("padding", ["pre", "post"])
@pytest.mark.parametrize("truncating", ["pre", "post"])
def test_padded_sequences(maxlen, padding, truncating):
    options = {"maxlen": maxlen, "padding": padding, "truncating": truncating, "value": 9}
    rows = [[1], [], [1, 2, 3, 4]]
    ours, theirs = (m.pad_sequences(rows, **options) for m in (utils, keras.utils))
    np.testing.assert_array_equal(ours, theirs)
    assert ours.dtype == theirs.dtype


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("scale", [True, False])
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_pictures(channels, scale, data_format):
    x = np.random.default_rng(0).integers(0, 200, (5, 5, channels))
    x = x if data_format == "channels_last" else x.transpose(2, 0, 1)
    ours, theirs = (m.array_to_img(x, data_format, scale) for m in (utils, keras.utils))
    assert (ours.mode, ours.size) == (theirs.mode, theirs.size)
    np.testing.assert_allclose(np.asarray(ours, int), np.asarray(theirs, int), atol=1)
    arrays = [m.img_to_array(theirs, data_format) for m in (utils, keras.utils)]
    np.testing.assert_array_equal(*arrays)


def test_packed_batches():
    for parts in ((1,), (1, 2), (1, 2, 3), ([1],), ((1, 2),)):
        packed = keras.utils.pack_x_y_sample_weight(*parts)
        assert utils.pack_x_y_sample_weight(*parts) == packed
        theirs = keras.utils.unpack_x_y_sample_weight(packed)
        assert utils.unpack_x_y_sample_weight(packed) == theirs
