"""Programs that call TensorFlow themselves, in Tahr."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if find_spec("tensorflow") is None:
    pytest.skip("tensorflow is not installed", allow_module_level=True)

import tahr
from tahr import layers, losses, optimizers
from tahr.core import current
from tahr.engines.tensorflow.starting import tf
from tests.deprecations import STRICT

X = np.random.default_rng(0).normal(size=(64, 5)).astype("float32")
Y = (X @ np.arange(5.0)).astype("float32")[:, None]
ENGINES = ("tensorflow", "jax")


@pytest.fixture(autouse=True)
def tensorflow() -> Iterator[Any]:
    with current.using("tensorflow") as engine:
        yield engine


def network() -> Any:
    tahr.utils.set_random_seed(1)
    parts = [layers.Dense(8, "tanh"), layers.BatchNormalization(), layers.Dropout(0.2)]
    return tahr.Sequential([*parts, layers.Dense(1)])


@pytest.fixture(scope="module")
def fitted() -> list[float]:
    """The losses of plain `fit`, which every program has to meet."""
    with current.using("tensorflow"):
        model = network()
        model.compile(optimizers.Adam(0.05), "mse")
        history = model.fit(X, Y, batch_size=64, epochs=4, shuffle=False, verbose=0)
    return history.history["loss"]


class Loop:
    """The training loop of TensorFlow's guides."""

    def __init__(self) -> None:
        self.model, self.optimizer = network(), optimizers.Adam(0.05)
        self.loss = losses.MeanSquaredError()

    def step(self, x: Any, y: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = self.loss(y, self.model(x, training=True))
        gradients = tape.gradient(loss, self.model.trainable_weights)
        self.optimizer.apply_gradients(zip(gradients, self.model.trainable_weights, strict=True))
        return loss


@pytest.mark.parametrize("graph", [False, True])
@pytest.mark.parametrize("built", [False, True])
def test_a_loop_with_a_tape(graph: bool, built: bool, fitted: list[float]) -> None:
    loop = Loop()
    if built:
        loop.model.build((None, 5))
    step = tf.function(loop.step) if graph else loop.step
    found = [float(step(tf.constant(X), tf.constant(Y))) for _ in range(4)]
    np.testing.assert_allclose(found, fitted, rtol=1e-4)


def test_a_graph_of_a_program_and_fit_share_the_weights() -> None:
    loop = Loop()
    step = tf.function(loop.step)
    step(tf.constant(X), tf.constant(Y))
    model = loop.model
    kernel = model.trainable_weights[0]
    forward = tf.function(lambda x: model(x, training=False))
    for engine in ENGINES:
        before = kernel.numpy()
        with current.using(engine):
            model.compile("sgd", "mse")
            model.fit(X, Y, verbose=0)
            expected = model.predict(X, verbose=0)
        assert (kernel.numpy() != before).any()
        np.testing.assert_allclose(forward(tf.constant(X)), expected, rtol=1e-4, atol=1e-5)
    before = model.get_weights()
    step(tf.constant(X), tf.constant(Y))
    assert (kernel.numpy() != before[0]).any()
    model.set_weights(before)
    np.testing.assert_allclose(forward(tf.constant(X)), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("eagerly", [False, True])
def test_a_train_step_with_a_tape(eagerly: bool, fitted: list[float]) -> None:
    class Own(tahr.Model):
        def __init__(self) -> None:
            super().__init__()
            self.inner = network()

        def call(self, x: Any, training: bool = False) -> Any:
            return self.inner(x, training=training)

        def train_step(self, data: Any) -> Any:
            x, y = data
            with tf.GradientTape() as tape:
                loss = self.compute_loss(x, y, self(x, training=True))
            gradients = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply(gradients, self.trainable_variables)
            return {"loss": loss}

    model = Own()
    model.compile(optimizers.Adam(0.05), "mse", run_eagerly=eagerly)
    history = model.fit(X, Y, batch_size=64, epochs=4, shuffle=False, verbose=0)
    np.testing.assert_allclose(history.history["loss"], fitted, rtol=1e-4)


def test_variables_are_taken_by_tensorflow_itself() -> None:
    v = tahr.Variable([1.0, 2.0])
    with tf.GradientTape() as tape:
        y = tf.reduce_sum(tf.square(v) * tf.constant([1.0, 3.0]))
    assert tape.gradient(y, v).numpy().tolist() == [2, 12]
    assert tf.add(tf.ones(2), v).numpy().tolist() == [2, 3]


def test_a_layer_that_calls_tensorflow() -> None:
    class Own(layers.Layer):
        def build(self, shape: Any) -> None:
            self.kernel = self.add_weight((shape[-1], 1), name="kernel")

        def call(self, x: Any) -> Any:
            return tf.nn.tanh(tf.matmul(x, self.kernel)) * 9.0

    model = tahr.Sequential([Own()])
    model.compile(optimizers.Adam(0.1), "mse")
    found = model.fit(X, Y, epochs=5, verbose=0).history["loss"]
    assert found[-1] < found[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_data_sets(engine: str) -> None:
    whole = tf.data.Dataset.from_tensor_slices((X, Y)).batch(20)
    with current.using(engine):
        model = tahr.Sequential([layers.Dense(1)])
        model.compile("sgd", "mse")
        history = model.fit(whole, epochs=2, verbose=0, validation_data=whole)
        assert history.params["steps"] == 4
        assert model.predict(whole, verbose=0).shape == (64, 1)
        np.testing.assert_allclose(
            model.evaluate(whole, verbose=0), model.evaluate(X, Y, verbose=0), rtol=1e-5
        )
        endless = whole.repeat()
        model.fit(endless, steps_per_epoch=5, verbose=0)
        assert model.count_params() == 6


def test_a_data_set_of_dicts() -> None:
    a, b = layers.Input((5,), name="a"), layers.Input((5,), name="b")
    model = tahr.Model({"a": a, "b": b}, layers.Dense(1, name="out")(layers.add([a, b])))
    model.compile("sgd", "mse")
    data = tf.data.Dataset.from_tensor_slices(({"a": X, "b": X}, Y, np.ones(64, "float32")))
    assert len(model.fit(data.batch(16), verbose=0).history["loss"]) == 1


PROGRAM = """
import sys
import numpy as np
import tahr
from tahr import layers
tahr.utils.set_random_seed(3)
x = np.random.default_rng(0).normal(size=(64, 8)).astype("float32")
model = tahr.Sequential([layers.Dense(16, "relu"), layers.Dropout(0.3), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, x[:, 0], epochs=2, verbose=0)
print(b"".join(w.numpy().tobytes() for w in model.weights).hex())
print([name for name in ("jax", "keras", "torch") if name in sys.modules])
"""


def test_a_run_is_quiet_alone_and_the_same_each_time() -> None:
    environment = {k: v for k, v in os.environ.items() if k != "TF_CPP_MIN_LOG_LEVEL"}
    environment |= {"TAHR_ENGINE": "tensorflow", "PYTHONPATH": str(Path(tahr.__file__).parents[1])}
    command = [sys.executable, *STRICT, "-c", PROGRAM]
    runs = [
        subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        for _ in range(2)
    ]
    assert [run.stderr for run in runs] == ["", ""]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stdout.endswith("\n[]\n")
