"""Preprocessing layers in a `tf.data` pipeline."""

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core.errors import EngineError

tf = pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
TEXTS = np.array(["the cat", "a dog", "x"])


def gathered(dataset):
    return np.concatenate([batch.numpy() for batch in dataset])


def texts():
    return tf.data.Dataset.from_tensor_slices(TEXTS).batch(2)


def test_layers_on_text_map_a_data_set():
    layer = layers.TextVectorization(output_sequence_length=3)
    layer.adapt(TEXTS)
    mapped = texts().map(layer)
    assert mapped.element_spec.shape.as_list() == [None, 3]
    assert (gathered(mapped) == np.asarray(layer(TEXTS))).all()


def test_lookups_map_a_data_set_both_ways():
    there = layers.StringLookup(vocabulary=["the cat", "a dog"])
    back = layers.StringLookup(vocabulary=["the cat", "a dog"], invert=True)
    found = gathered(texts().map(there).map(back))
    assert [text.decode() for text in found] == ["the cat", "a dog", "[UNK]"]


@pytest.mark.parametrize("engine", ["tensorflow", "numpy"])
def test_layers_on_numbers_map_a_data_set_on_any_engine(engine):
    numbers = tf.data.Dataset.from_tensor_slices(np.ones((4, 2), "float32")).batch(2)
    measured = layers.Normalization()
    measured.adapt(np.array([[1.0, 3.0], [3.0, 5.0]]))
    with tahr.engine(engine):
        assert (gathered(numbers.map(layers.Rescaling(0.5))) == 0.5).all()
        assert gathered(numbers.map(measured))[0].tolist() == [-1, -3]
        bins = gathered(numbers.map(layers.Discretization([0.5, 2.0])))
        assert (bins == 1).all()


def test_layers_with_weights_say_where_they_can_be_traced():
    layer = layers.Dense(1)
    numbers = tf.data.Dataset.from_tensor_slices(np.ones((4, 2), "float32")).batch(2)
    with tahr.engine("numpy"), pytest.raises(EngineError, match=r'tahr\.engine\("tensorflow"\)'):
        numbers.map(layer)
