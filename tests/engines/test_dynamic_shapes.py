"""Shapes that a program takes out of a tensor of TensorFlow's."""

from typing import Any

import numpy as np
import pytest

import tahr
from tahr.core import current
from tahr.core.errors import ShapeError


def test_random_numbers_for_as_many_rows_as_a_batch_has() -> None:
    import tensorflow as tf

    class Sampling(tahr.layers.Layer):
        def call(self, z: Any) -> Any:
            return z + tahr.random.normal((tf.shape(z)[0], 3), stddev=1e-6, seed=1)

    with current.using("tensorflow"):
        x = tahr.Input((3,))
        model = tahr.Model(x, Sampling()(x))
        assert model.output_shape == (None, 3)
        model.compile("sgd", "mse")
        data = np.ones((5, 3), "float32")
        np.testing.assert_allclose(model.predict(data, verbose=0), data, atol=1e-4)
        assert model.train_on_batch(data, data) < 1e-6
        assert tahr.random.uniform(tf.shape(data)).shape == (5, 3)
        graph = tf.function(lambda x: tahr.random.normal(tf.shape(x), seed=1))
        assert graph(tf.ones((4, 2))).shape == (4, 2)


def test_a_length_that_nobody_knows_yet() -> None:
    import tensorflow as tf

    with current.using("tensorflow"):
        spec = tf.TensorSpec((None, 3))
        graph = tf.function(
            lambda x: tahr.random.normal((tf.shape(x)[0], 3), seed=1),
            input_signature=[spec],
            autograph=False,
        )
        with pytest.raises(ShapeError, match="not known"):
            graph(tf.ones((4, 3)))
