"""One model is the same model on every engine: weights, losses, hand-overs, batches."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import tahr
from tahr import layers, models, optimizers
from tahr.core import current, names
from tests.contract.conftest import INSTALLED

TRAINING = [e for e in INSTALLED if e != "numpy"]
STEPS, CLASSES = 20, 10


def drawn(*shape: int) -> np.ndarray:
    """Draws one batch for each of the steps."""
    return np.random.default_rng(3).normal(size=(STEPS, *shape)).astype("float32")


def labels(count: int) -> np.ndarray:
    """Draws a class for each example of each step."""
    return np.random.default_rng(4).integers(0, CLASSES, (STEPS, count))


def compiled(model: Any, optimizer: Any) -> Any:
    """Compiles a classifier."""
    model.compile(optimizer, "sparse_categorical_crossentropy")
    return model


def mlp() -> Any:
    dense = [layers.Dense(64, activation="relu") for _ in range(2)]
    head = layers.Dense(CLASSES, activation="softmax")
    model = models.Sequential([layers.Input((784,)), *dense, head])
    return compiled(model, optimizers.Adam(1e-3))


def cnn() -> Any:
    model = models.Sequential([
        layers.Input((14, 14, 1)),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dropout(0.0),
        layers.Dense(CLASSES, activation="softmax"),
    ])  # fmt: skip
    return compiled(model, optimizers.RMSprop(1e-3))


def lstm() -> Any:
    model = models.Sequential([
        layers.Input((12,), dtype="int32"),
        layers.Embedding(40, 8),
        layers.LSTM(12),
        layers.Dense(CLASSES, activation="softmax"),
    ])  # fmt: skip
    return compiled(model, optimizers.Adam(1e-2))


def transformer() -> Any:
    x = inputs = layers.Input((6, 8))
    for _ in range(2):
        seen = layers.MultiHeadAttention(2, 4)(x, x)
        x = layers.LayerNormalization()(layers.Add()([x, seen]))
        y = layers.Dense(8)(layers.Dense(16, activation="gelu")(x))
        x = layers.LayerNormalization()(layers.Add()([x, y]))
    x = layers.GlobalAveragePooling1D()(x)
    model = models.Model(inputs, layers.Dense(CLASSES, activation="softmax")(x))
    return compiled(model, optimizers.AdamW(1e-3))


def resnet() -> Any:
    def convolved(x: Any, strides: int) -> Any:
        x = layers.Conv2D(8, 3, strides=strides, padding="same", use_bias=False)(x)
        return layers.BatchNormalization()(x)

    inputs = layers.Input((8, 8, 3))
    x = layers.Activation("relu")(convolved(inputs, 1))
    for strides in (1, 2):
        y = layers.Activation("relu")(convolved(x, strides))
        short = layers.Conv2D(8, 1, strides=strides)(x) if strides > 1 else x
        x = layers.Activation("relu")(layers.Add()([short, convolved(y, 1)]))
    x = layers.GlobalAveragePooling2D()(x)
    model = models.Model(inputs, layers.Dense(CLASSES, activation="softmax")(x))
    return compiled(model, optimizers.SGD(0.02, momentum=0.9))


TOKENS = np.random.default_rng(5).integers(0, 40, (STEPS, 16, 12)).astype("int32")
MODELS: dict[str, tuple[Callable[[], Any], np.ndarray]] = {
    "mlp": (mlp, drawn(32, 784)),
    "cnn": (cnn, drawn(16, 14, 14, 1)),
    "lstm": (lstm, TOKENS),
    "transformer": (transformer, drawn(16, 6, 8)),
    "resnet": (resnet, drawn(16, 8, 8, 3)),
}


def made(name: str, engine: str) -> tuple[Any, np.ndarray, np.ndarray]:
    """Makes a model from one seed on an engine, and its batches."""
    make, x = MODELS[name]
    tahr.utils.set_random_seed(7)
    with names.fresh():
        model = make()
    return model.to(engine), x, labels(x.shape[1])


@cache
def losses_of(name: str, engine: str) -> tuple[list[float], list[np.ndarray]]:
    """Trains for twenty steps; gives the losses, and the last weights."""
    model, x, y = made(name, engine)
    losses = [float(model.train_on_batch(x[i], y[i])) for i in range(STEPS)]
    return losses, model.get_weights()


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("engine", TRAINING[1:])
def test_losses_agree_for_twenty_steps(name: str, engine: str) -> None:
    found, expected = losses_of(name, engine)[0], losses_of(name, TRAINING[0])[0]
    assert all(np.isfinite(expected))
    assert expected[0] != expected[-1]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-4)


@pytest.mark.parametrize("name", MODELS)
def test_one_seed_gives_the_same_weights_everywhere(name: str) -> None:
    found = [made(name, engine)[0].get_weights() for engine in INSTALLED]
    for weights in found[1:]:
        for one, other in zip(weights, found[0], strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("engine", TRAINING)
def test_the_same_run_twice_is_the_same_to_the_last_bit(engine: str) -> None:
    def run() -> list[np.ndarray]:
        tahr.utils.set_random_seed(7)
        dense = layers.Dense(8, activation="relu")
        model = models.Sequential([layers.Input((5,)), dense, layers.Dropout(0.3), layers.Dense(1)])
        model.to(engine).compile("adam", "mse")
        x = np.random.normal(size=(24, 5)).astype("float32")
        history = model.fit(x, x[:, :1], epochs=2, batch_size=8, verbose=0).history["loss"]
        return [np.array(history), *model.get_weights()]

    for one, other in zip(run(), run(), strict=True):
        np.testing.assert_array_equal(one, other)


def tour(engines: list[str]) -> list[str]:
    """Visits engines so that every one comes right after every other."""
    visits = []
    for i, first in enumerate(engines):
        for second in engines[i + 1 :]:
            visits += [first, second]
        visits.append(first)
    return [e for i, e in enumerate(visits) if i == 0 or visits[i - 1] != e]


def test_training_goes_on_on_any_engine_from_any_other() -> None:
    def make(engine: str) -> Any:
        tahr.utils.set_random_seed(2)
        dense, norm = layers.Dense(8, use_bias=False), layers.BatchNormalization()
        model = models.Sequential([layers.Input((6,)), dense, norm, layers.Dense(3)])
        model.compile(optimizers.Adam(0.01, clipnorm=1.0), "mse")
        return model.to(engine)

    visits = tour(TRAINING)
    pairs = set(pairwise(visits))
    assert pairs == {(a, b) for a in TRAINING for b in TRAINING if a != b}
    random = np.random.default_rng(8)
    model, alone = make(TRAINING[0]), make(TRAINING[0])
    x = random.normal(size=(16, 6)).astype("float32")
    for engine in visits:
        before = model.predict(x, verbose=0)
        for there in (engine, "numpy", engine):
            model.to(there)
            after = model.predict(x, verbose=0)
            np.testing.assert_allclose(after, before, rtol=0, atol=1e-5, err_msg=there)
        for _ in range(2):
            batch = random.normal(size=(16, 6)).astype("float32"), random.normal(size=(16, 3))
            losses = [m.train_on_batch(*batch) for m in (model, alone)]
            np.testing.assert_allclose(losses[0], losses[1], rtol=0, atol=1e-4, err_msg=engine)
    for one, other in zip(model.get_weights(), alone.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-3)


def branching() -> Any:
    """Makes a small functional model with branches and an unknown batch."""
    inputs = layers.Input((6, 5))
    left = layers.LSTM(3)(inputs)
    right = layers.Flatten()(layers.Conv1D(4, 3, padding="same", activation="relu")(inputs))
    both = layers.Concatenate()([left, right, layers.GlobalMaxPooling1D()(inputs)])
    return models.Model(inputs, layers.Dense(2)(layers.Reshape((8, -1))(layers.Dense(16)(both))))


@pytest.mark.parametrize("engine", INSTALLED)
def test_an_unknown_batch_is_any_batch(engine: str) -> None:
    tahr.utils.set_random_seed(3)
    model = branching()
    assert model.output_shape == (None, 8, 2)
    x = np.random.default_rng(1).normal(size=(5, 6, 5)).astype("float32")
    with current.using("numpy"):
        expected = model(x)
    model.to(engine)
    for batch in (5, 1, 3):
        found = model.predict(x[:batch], verbose=0)
        np.testing.assert_allclose(found, expected[:batch], rtol=0, atol=1e-5)
    with current.using(engine):
        assert current.to_numpy(model(x[:0])).shape == (0, 8, 2)
