"""The five models of the benchmark, written once for Keras's API, and their data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

BATCH = 32


@dataclass(frozen=True)
class Task:
    """A model to be trained.

    Args:
        build: makes the model of a module with Keras's API.
        data: makes inputs and labels for a number of samples.
        optimizer: Keras's name; its defaults are used.
        classes: how many the labels are of; 1 for yes or no.
        steps: of an epoch.
    """

    build: Callable[[Any], Any]
    data: Callable[[int], tuple[np.ndarray, np.ndarray]]
    optimizer: str
    classes: int
    steps: int


def _images(*shape: int) -> Callable[[int], tuple[np.ndarray, np.ndarray]]:
    def made(count: int) -> tuple[np.ndarray, np.ndarray]:
        generator = np.random.default_rng(0)
        x = generator.normal(size=(count, *shape)).astype("float32")
        return x, generator.integers(0, 10, count).astype("int32")

    return made


def _texts(length: int, vocabulary: int) -> Callable[[int], tuple[np.ndarray, np.ndarray]]:
    def made(count: int) -> tuple[np.ndarray, np.ndarray]:
        generator = np.random.default_rng(0)
        x = generator.integers(0, vocabulary, (count, length)).astype("int32")
        return x, generator.integers(0, 2, count).astype("float32")

    return made


def mlp(keras: Any) -> Any:
    """784-64-64-10."""
    layers = keras.layers
    return keras.Sequential([
        keras.Input((784,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])  # fmt: skip


def cnn(keras: Any) -> Any:
    """One convolution on 28×28, pooling, two dense layers."""
    layers = keras.layers
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ])  # fmt: skip


def lstm(keras: Any) -> Any:
    """Embedding 20000×128, LSTM 64, length 80."""
    layers = keras.layers
    return keras.Sequential([
        keras.Input((80,), dtype="int32"),
        layers.Embedding(20000, 128),
        layers.LSTM(64),
        layers.Dense(1, activation="sigmoid"),
    ])  # fmt: skip


def transformer(keras: Any) -> Any:
    """Two encoder blocks of width 128, 4 heads, feed-forward 512, length 64, vocabulary 5000."""
    layers = keras.layers
    tokens = keras.Input((64,), dtype="int32")
    x = layers.Embedding(5000, 128)(tokens)
    for _ in range(2):
        attended = layers.MultiHeadAttention(num_heads=4, key_dim=32)(x, x)
        x = layers.LayerNormalization()(layers.add([x, attended]))
        forward = layers.Dense(128)(layers.Dense(512, activation="relu")(x))
        x = layers.LayerNormalization()(layers.add([x, forward]))
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(tokens, layers.Dense(1, activation="sigmoid")(x))


def resnet(keras: Any) -> Any:
    """Three stages of widths 32, 64, 128 on 32×32×3, one block with projection each."""
    layers = keras.layers
    image = keras.Input((32, 32, 3))
    x = image
    for width, stride in ((32, 1), (64, 2), (128, 2)):
        straight = layers.Conv2D(width, 1, strides=stride)(x)
        y = layers.Conv2D(width, 3, strides=stride, padding="same", use_bias=False)(x)
        y = layers.ReLU()(layers.BatchNormalization()(y))
        y = layers.Conv2D(width, 3, padding="same", use_bias=False)(y)
        x = layers.ReLU()(layers.add([layers.BatchNormalization()(y), straight]))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(10, activation="softmax")(x))


TASKS = {
    "mlp": Task(mlp, _images(784), "adam", 10, 400),
    "cnn": Task(cnn, _images(28, 28, 1), "rmsprop", 10, 80),
    "lstm": Task(lstm, _texts(80, 20000), "adam", 1, 50),
    "transformer": Task(transformer, _texts(64, 5000), "adam", 1, 20),
    "resnet": Task(resnet, _images(32, 32, 3), "adam", 10, 16),
}
