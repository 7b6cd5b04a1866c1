"""Random numbers in graphs of a program's own, and functions of TensorFlow's in layers."""

from typing import Any

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from tahr import layers, models, ops, random  # noqa: E402
from tahr.core import current  # noqa: E402
from tahr.core.errors import EngineError  # noqa: E402

X = np.random.default_rng(0).normal(size=(16, 4)).astype("float32")
Y = X.sum(axis=1, keepdims=True)
ANY = tf.TensorSpec((None, 4), tf.float32)


@pytest.fixture(autouse=True)
def on_tensorflow() -> Any:
    with current.using("tensorflow"):
        yield


def test_random_numbers_for_any_batch() -> None:
    seed = random.SeedGenerator(3)

    @tf.function(input_signature=[ANY])
    def draw(x: Any) -> Any:
        count = ops.shape(x)[0]
        return (
            random.normal((count, 4), seed=seed),
            random.uniform(tf.shape(x), seed=seed),
            random.randint((tf.shape(x)[0],), 0, 5, seed=seed),
            random.truncated_normal((count, 1), seed=seed),
        )

    one, two = draw(X), draw(X)
    assert [tuple(t.shape) for t in one] == [(16, 4), (16, 4), (16,), (16, 1)]
    assert not np.allclose(one[0], two[0])
    assert tuple(draw(X[:3])[0].shape) == (3, 4)


def test_a_function_of_tensorflow_in_a_lambda_layer() -> None:
    inner = layers.Lambda(lambda x: tf.reduce_sum(x, axis=1, keepdims=True))
    model = models.Sequential([layers.Input((4,)), inner])
    assert model.output_shape == (None, 1)
    np.testing.assert_allclose(model.predict(X, verbose=0), Y, atol=1e-5)


def _any_rows(model: Any, shape: tuple[int | None, ...], training: bool) -> Any:
    @tf.function(input_signature=[tf.TensorSpec((None, *shape), tf.float32)])
    def run(x: Any) -> Any:
        return model(x, training=training)

    return run


def test_dropout_for_any_batch() -> None:
    run = _any_rows(models.Sequential([layers.Input((4,)), layers.Dropout(0.5)]), (4,), True)
    one, two = run(X), run(X)
    assert tuple(one.shape) == (16, 4)
    assert tuple(run(X[:3]).shape) == (3, 4)
    assert not np.allclose(one, two)
    assert set(np.unique(run(np.ones((64, 4), "f")))) == {0.0, 2.0}


def test_batch_normalization_for_any_batch() -> None:
    model = models.Sequential([layers.Input((4,)), layers.BatchNormalization(momentum=0.5)])
    found = np.asarray(_any_rows(model, (4,), True)(X))
    np.testing.assert_allclose(found.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(model.layers[-1].moving_mean.numpy(), X.mean(axis=0) / 2, rtol=1e-4)


RECURRENT = {
    "lstm": layers.LSTM,
    "gru": layers.GRU,
    "simple": layers.SimpleRNN,
    "both ways": lambda units: layers.Bidirectional(layers.GRU(units)),
}


@pytest.mark.parametrize("kind", list(RECURRENT))
def test_recurrence_for_any_batch_and_time(kind: str) -> None:
    model = models.Sequential([layers.Input((None, 4)), RECURRENT[kind](5)])
    x = np.stack([X[:6], X[6:12]])
    found = _any_rows(model, (None, 4), False)(x)
    np.testing.assert_allclose(found, model.predict(x, verbose=0), atol=1e-5)


def test_attention_over_two_unknown_lengths() -> None:
    attention = layers.MultiHeadAttention(2, 3, dropout=0.1)
    sequence = tf.TensorSpec((None, None, 4), tf.float32)

    @tf.function(input_signature=[sequence, sequence])
    def run(queries: Any, values: Any) -> Any:
        return attention(queries, values, training=False)

    queries, values = X[None, :5], X[None, :7]
    expected = attention(queries, values)
    np.testing.assert_allclose(run(queries, values), expected, atol=1e-5)


def test_gradients_for_any_batch_are_those_for_a_known_one() -> None:
    model = models.Sequential([
        layers.Input((3, 4)), layers.LSTM(3), layers.BatchNormalization(),
        layers.Dense(2, activation="softmax"),
    ])  # fmt: skip
    x = np.stack([X[i : i + 3] for i in range(8)])

    def slopes(batch: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(model(batch, training=True)[:, 0] ** 2)
        return tape.gradient(loss, model.trainable_variables)

    unknown = tf.function(slopes, input_signature=[tf.TensorSpec((None, 3, 4), tf.float32)])
    for one, other in zip(unknown(x), slopes(tf.constant(x)), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_layers_with_code_of_tensorflow_see_its_tensors() -> None:
    model = models.Sequential([layers.Input((4,)), layers.Dense(3, activation=tf.nn.relu)])
    found = _any_rows(model, (4,), True)(X)
    np.testing.assert_allclose(found, model.predict(X, verbose=0), atol=1e-5)


class ByLength(layers.Layer):
    """Divides by the length of a sequence; or by the root of it, which Python computes."""

    def __init__(self, root: bool = False) -> None:
        super().__init__()
        self.root = root

    def call(self, x: Any) -> Any:
        length = ops.shape(x)[1]
        return ops.sum(x, axis=1) / (length**0.5 if self.root else length)


def test_a_number_computed_from_an_open_length_in_a_saved_model(tmp_path: Any) -> None:
    model = models.Sequential([layers.Input((None, 4)), ByLength()])
    model.export(tmp_path / "saved", verbose=False)
    found = tf.saved_model.load(str(tmp_path / "saved")).serve(X[None])
    np.testing.assert_allclose(found, X.mean(axis=0)[None], atol=1e-6)


def test_a_number_that_python_computes_from_an_open_length(tmp_path: Any) -> None:
    model = models.Sequential([layers.Input((None, 4)), ByLength(root=True)])
    with pytest.raises(EngineError, match="computed from a length that is not known yet"):
        model.export(tmp_path / "saved", verbose=False)
    assert not (tmp_path / "saved").exists()


def test_a_block_is_written_where_a_compiled_loop_says() -> None:
    @tf.function(jit_compile=True)
    def grow(updates: Any) -> Any:
        def body(i: Any, x: Any) -> Any:
            return i + 1, ops.slice_update(x, [0, i], ops.multiply(updates, ops.cast(i, "float32")))

        return ops.while_loop(lambda i, x: i < 3, body, (0, ops.zeros((2, 4))))[1]

    assert grow(tf.ones((2, 1))).numpy().tolist() == [[0, 1, 2, 0]] * 2


def test_a_block_written_at_run_time_has_derivatives() -> None:
    @tf.function
    def slopes(x: Any, updates: Any, start: Any) -> Any:
        with tf.GradientTape() as outer:
            outer.watch([x, updates])
            with tf.GradientTape() as inner:
                inner.watch([x, updates])
                written = ops.slice_update(x, [start], updates)
                total = tf.reduce_sum(written**3)
            first = inner.gradient(total, [x, updates])
            both = tf.reduce_sum(first[0]) + tf.reduce_sum(first[1])
        return first, outer.gradient(both, [x, updates])

    x, updates = tf.constant([1.0, 2.0, 3.0, 4.0]), tf.constant([5.0, 6.0])
    first, second = slopes(x, updates, tf.constant(1))
    assert [part.numpy().tolist() for part in first] == [[3, 0, 0, 48], [75, 108]]
    assert [part.numpy().tolist() for part in second] == [[6, 0, 0, 24], [30, 36]]
