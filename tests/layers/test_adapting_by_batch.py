"""Layers on data that are told of it batch by batch, and what their classes tell of instances."""

import numpy as np
import pytest

import tahr
from tahr import dtype_policies, layers, metrics, ops, optimizers
from tahr.core.errors import ArgumentError, DataError


@pytest.fixture(autouse=True)
def numpy_engine():
    with tahr.engine("numpy"):
        yield


LOOKUPS = [
    (layers.StringLookup, [["a", "b", "a"], ["c", "c", "c"]]),
    (layers.TextVectorization, [["a b", "a"], ["c c c"]]),
    (layers.IntegerLookup, [[7, 8, 7], [9, 9, 9]]),
]


@pytest.mark.parametrize(("kind", "batches"), LOOKUPS)
def test_a_vocabulary_is_counted_batch_by_batch(kind, batches):
    one, other = kind(), kind()
    for batch in batches:
        one.update_state(np.array(batch))
    assert one.get_vocabulary(include_special_tokens=False) == []
    one.finalize_state()
    other.adapt([np.array(batch) for batch in batches])
    assert one.get_vocabulary() == other.get_vocabulary()
    first = one.get_vocabulary(include_special_tokens=False)
    assert len(first) == 3
    one.reset_state()
    assert one.get_vocabulary(include_special_tokens=False) == first
    one.update_state(np.array(batches[1]))
    one.finalize_state()
    assert len(one.get_vocabulary(include_special_tokens=False)) == 1


def test_tf_idf_counts_documents_over_batches():
    one, other = (layers.StringLookup(output_mode="tf_idf") for _ in range(2))
    batches = [np.array([["a", "b"], ["a", "a"]]), np.array([["b", "c"]])]
    for batch in batches:
        one.update_state(batch)
    one.finalize_state()
    other.adapt(batches)
    assert one.idf_weights.tolist() == other.idf_weights.tolist()


def test_a_given_vocabulary_learns_nothing():
    layer = layers.StringLookup(vocabulary=["a"])
    with pytest.raises(ArgumentError, match="the vocabulary was given"):
        layer.update_state(np.array(["b"]))
    layer.reset_state()
    layer.finalize_state()
    assert layer.get_vocabulary() == ["[UNK]", "a"]
    with pytest.raises(DataError, match="no data to learn a vocabulary from"):
        layers.StringLookup().finalize_state()


@pytest.mark.parametrize("kind", [layers.StringLookup, layers.TextVectorization])
def test_a_vocabulary_goes_through_a_folder(kind, tmp_path):
    layer, other = kind(), kind()
    layer.adapt(np.array(["x", "y", "x"]))
    layer.save_assets(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["vocabulary.txt"]
    other.load_assets(str(tmp_path))
    assert other.get_vocabulary() == layer.get_vocabulary()


def test_bins_are_found_batch_by_batch():
    one, other = (layers.Discretization(num_bins=3) for _ in range(2))
    batches = [np.arange(10.0), np.arange(20.0)]
    for batch in batches:
        one.update_state(batch)
    assert one.bin_boundaries is None
    one.finalize_state()
    other.adapt(batches)
    assert one.bin_boundaries == other.bin_boundaries == [4.0, 9.0]
    one.reset_state()
    one.finalize_state()
    assert one.bin_boundaries == [4.0, 9.0]
    assert one.output_dtype == "int32"
    given = layers.Discretization([1.0, 2.0], output_mode="one_hot")
    given.finalize_state()
    assert given.output_dtype == "float32"
    with pytest.raises(ArgumentError, match="the boundaries were given"):
        given.update_state(np.arange(3.0))


def test_statistics_are_read_from_the_weights():
    layer = layers.Normalization()
    layer.adapt(np.array([[1.0, 2.0], [3.0, 8.0]]))
    layer.adapt_mean.assign([0.0, 0.0])
    layer.finalize_state()
    assert ops.convert_to_numpy(layer.mean).tolist() == [[0, 0]]


def test_normalized_weights_are_returned_and_not_assigned():
    layer = layers.SpectralNormalization(layers.Dense(2))
    layer.build((None, 3))
    before = ops.convert_to_numpy(layer.layer.kernel)
    vector, kernel = layer.normalized_weights()
    assert vector.shape == (1, 2)
    assert ops.convert_to_numpy(layer.layer.kernel).tolist() == before.tolist()
    layer(np.ones((1, 3), "float32"), training=True)
    assert np.allclose(ops.convert_to_numpy(layer.layer.kernel), kernel)


SHOWN = [
    (layers.MultiHeadAttention, "num_heads", lambda: layers.MultiHeadAttention(2, 3), 2),
    (layers.InputLayer, "batch_shape", lambda: layers.InputLayer((2,)), (None, 2)),
    (layers.Pipeline, "layers", lambda: layers.Pipeline([]), []),
    (
        metrics.AUC,
        "thresholds",
        lambda: metrics.AUC(num_thresholds=3),
        [-1e-7, 0.5, 1 + 1e-7],
    ),
    (
        dtype_policies.QuantizedFloat8DTypePolicy,
        "amax_history_length",
        lambda: dtype_policies.QuantizedFloat8DTypePolicy("float8", "float32"),
        1024,
    ),
]


@pytest.mark.parametrize(("kind", "name", "make", "value"), SHOWN)
def test_attributes_are_told_of_by_the_class(kind, name, make, value):
    assert getattr(make(), name) == value
    assert getattr(kind, name).__doc__


def test_what_is_made_when_a_layer_is_built_is_not_there_before():
    layer = layers.MultiHeadAttention(2, 3)
    assert not hasattr(layer, "query_dense")
    with pytest.raises(AttributeError, match="no attribute 'query_dense'"):
        _ = layer.query_dense
    layer.build((None, 4, 3), (None, 4, 3))
    assert isinstance(layer.query_dense, layers.EinsumDense)


def test_muon_orthogonalizes_matrices():
    muon = optimizers.Muon()
    x = ops.convert_to_tensor(np.random.default_rng(0).normal(size=(5, 3)).astype("float32"))
    found = ops.convert_to_numpy(muon.zeropower_via_newtonschulz5(x, 5))
    values = np.linalg.svd(found, compute_uv=False)
    assert values.min() > 0.6
    assert values.max() < 1.3
    assert np.allclose(muon.lr_adjust(x), 0.2 * 5**0.5 * x, rtol=1e-5)
    assert muon.transpose_last_axis(x).shape == (3, 5)
