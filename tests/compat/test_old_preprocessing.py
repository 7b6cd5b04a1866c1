"""Models of those years trained on what `keras.preprocessing` prepared."""

import numpy as np
import pytest

import tahr
from tahr import Sequential, layers
from tahr.core.errors import ArgumentError, DataError, ShapeError
from tahr.preprocessing import image, sequence, text

GOOD, BAD = ["a fine film", "so fine and good"], ["a dull film", "so dull, and bad"]
PICTURES = np.random.default_rng(0).uniform(0, 255, size=(12, 6, 6, 1))


def test_texts_are_told_apart():
    tokenizer = text.Tokenizer(nb_words=20)
    tokenizer.fit_on_texts(GOOD + BAD)
    numbers = sequence.pad_sequences(tokenizer.texts_to_sequences(GOOD + BAD), maxlen=5)
    model = Sequential([
        layers.Embedding(20, 8, input_length=5), layers.Flatten(), layers.Dense(1, "sigmoid"),
    ])  # fmt: skip
    model.compile(tahr.optimizers.Adam(lr=0.05), "binary_crossentropy")
    model.fit(numbers, np.array([1, 1, 0, 0]), epochs=30, verbose=0)
    assert (model.predict(numbers, verbose=0)[:, 0] > 0.5).tolist() == [True, True, False, False]


def test_a_model_is_trained_on_changed_pictures():
    generator = image.ImageDataGenerator(
        featurewise_center=True, featurewise_std_normalization=True, horizontal_flip=True
    )
    generator.fit(PICTURES)
    batches = generator.flow(PICTURES, np.arange(12) % 2, batch_size=5, seed=1)
    assert (len(batches), batches.n) == (3, 12)
    model = Sequential([layers.Flatten(input_shape=(6, 6, 1)), layers.Dense(2, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    history = model.fit_generator(batches, steps_per_epoch=3, epochs=2, verbose=0)
    assert len(history.history["loss"]) == 2
    assert model.predict(generator.flow(PICTURES, batch_size=4), verbose=0).shape == (12, 2)


def test_a_generator_that_has_not_seen_the_data_says_so():
    generator = image.ImageDataGenerator(featurewise_center=True)
    with pytest.warns(UserWarning, match=r"call fit\(x\)"):
        np.testing.assert_array_equal(generator.standardize(PICTURES[0]), PICTURES[0])


def test_errors_say_what_is_wrong(tmp_path):
    generator = image.ImageDataGenerator()
    with pytest.raises(ShapeError, match="four axes"):
        generator.flow(PICTURES[0], batch_size=2)
    with pytest.raises(DataError, match="another number of samples"):
        generator.flow(PICTURES, [1, 2])
    with pytest.raises(DataError, match="other classes"):
        image.ImageDataGenerator(validation_split=0.5).flow(
            PICTURES, np.arange(12) // 6, subset="training"
        )
    with pytest.raises(DataError, match="no such folder"):
        generator.flow_from_directory(tmp_path / "none")
    with pytest.raises(ArgumentError, match="class_mode"):
        generator.flow_from_directory(tmp_path, class_mode="classes")
    with pytest.raises(DataError, match="no column 'filename'"):
        generator.flow_from_dataframe({"name": []}, tmp_path)
    with pytest.raises(ArgumentError, match="zoom_range is two numbers"):
        image.ImageDataGenerator(zoom_range=[1, 2, 3])
    with pytest.raises(ArgumentError, match="mode cannot be 'tf'"):
        text.Tokenizer(num_words=3).sequences_to_matrix([[1]], mode="tf")
    with pytest.raises(ArgumentError, match="number of words is not known"):
        text.Tokenizer().sequences_to_matrix([[1]])
    with pytest.raises(ArgumentError, match="no window"):
        sequence.TimeseriesGenerator(np.arange(3), np.arange(3), length=3)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = image.nonsense
