"""`adapt`: layers learn the same from every kind of data, and hold none of it."""

import numpy as np
import pytest

from tahr import layers, utils

WORDS = np.array([["red"], ["blue"], ["red"], ["green"], ["blue"], ["red"]])
NUMBERS = np.array([[3], [5], [3], [8], [5], [3]])
FLOATS = np.linspace(-1, 4, 6, dtype="float32")[:, None] ** 2


class Batches(utils.PyDataset):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    def __len__(self):
        return 3

    def __getitem__(self, index):
        return self.rows[2 * index : 2 * index + 2], np.zeros(2)


def torch_loader(rows):
    data = pytest.importorskip("torch.utils.data", reason="torch is not installed")
    single = [(row[0].item(), 0) for row in rows]
    return data.DataLoader(single, batch_size=2)


def tf_data(rows):
    tf = pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    return tf.data.Dataset.from_tensor_slices((rows, np.zeros(6))).batch(2)


def frame(rows):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    return pandas.DataFrame({"name": rows[:, 0]})


def polars_frame(rows):
    polars = pytest.importorskip("polars", reason="polars is not installed")
    return polars.DataFrame({"name": rows[:, 0]})


KINDS = {
    "list": lambda rows: rows.tolist(),
    "array": lambda rows: rows,
    "generator": lambda rows: (rows[i : i + 2] for i in (0, 2, 4)),
    "pairs": lambda rows: ((rows[i : i + 2], np.zeros(2)) for i in (0, 2, 4)),
    "list of batches": lambda rows: [rows[:3], rows[3:]],
    "PyDataset": Batches,
    "data set": lambda rows: utils.Dataset.from_tensor_slices((rows, np.zeros(6))).batch(2),
    "rows of a data set": utils.Dataset.from_tensor_slices,
    "column": lambda rows: frame(rows).loc[:, "name"],
    "frame": frame,
    "polars": polars_frame,
    "tf.data": tf_data,
    "DataLoader": torch_loader,
}

LAYERS = {
    "TextVectorization": (layers.TextVectorization, WORDS, lambda own: own.get_vocabulary()),
    "StringLookup": (layers.StringLookup, WORDS, lambda own: own.get_vocabulary()),
    "IntegerLookup": (layers.IntegerLookup, NUMBERS, lambda own: own.get_vocabulary()),
    "Normalization": (
        lambda: layers.Normalization(axis=None),
        FLOATS,
        lambda own: [float(own.adapt_mean.numpy()), float(own.adapt_variance.numpy())],
    ),
    "Discretization": (
        lambda: layers.Discretization(num_bins=3, epsilon=0.01),
        FLOATS,
        lambda own: own.bin_boundaries,
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_adapts_to_every_kind_of_data(layer, kind):
    make, rows, learned = LAYERS[layer]
    want, got = make(), make()
    want.adapt(rows)
    got.adapt(KINDS[kind](rows))
    if rows is FLOATS:
        near = 0.5 if layer == "Discretization" else 1e-5
        np.testing.assert_allclose(learned(got), learned(want), atol=near)
    else:
        assert learned(got) == learned(want)


def test_a_stream_is_not_kept():
    alive = []

    class Row(str):
        __slots__ = ("__weakref__",)

    def stream():
        import weakref

        for number in range(50):
            row = np.array([f"word {number % 3}"], "O")
            alive.append(weakref.ref(row))
            assert sum(ref() is not None for ref in alive) < 5
            yield row

    layer = layers.StringLookup()
    layer.adapt(stream())
    assert layer.vocabulary_size() == 4
