"""Random numbers in graphs of a program's own, and functions of TensorFlow's in layers."""

from typing import Any

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from tahr import layers, models, ops, random  # noqa: E402
from tahr.core import current  # noqa: E402

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
