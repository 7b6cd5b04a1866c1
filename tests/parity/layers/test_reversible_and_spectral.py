"""Reversible embeddings and spectral normalization against Keras's."""

from typing import Any

import jax
import keras
import numpy as np
import pytest

import tahr
from tahr import layers, ops
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.training.step.gradients import value_and_grad

WORDS = np.array([[0, 2, 3], [4, 0, 1]])
OPTIONS: dict[str, dict[str, Any]] = {
    "tied": {},
    "apart": {"tie_weights": False, "logit_soft_cap": 2.0},
    "half": {"dtype": "mixed_bfloat16", "reverse_dtype": "float32", "mask_zero": True},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS.keys())
def test_there_and_back(options: dict[str, Any]) -> None:
    ours, theirs = (k.ReversibleEmbedding(5, 3, **options) for k in (layers, keras.layers))
    theirs.build((2, 3)), ours.build((2, 3))
    random = np.random.default_rng(0)
    state = [random.normal(size=w.shape).astype("float32") for w in theirs.get_weights()]
    ours.set_weights(state), theirs.set_weights(state)
    assert [w.name for w in ours.weights] == [w.name for w in theirs.weights]
    there, wanted = ours(WORDS), theirs(WORDS)
    np.testing.assert_array_equal(np.asarray(there, "float32"), np.asarray(wanted, "float32"))
    back, other = ours(there, reverse=True), theirs(wanted, reverse=True)
    assert str(back.dtype) == str(other.dtype)
    np.testing.assert_allclose(
        np.asarray(back, "float32"), np.asarray(other, "float32"), rtol=1e-5, atol=1e-5
    )
    config = ours.get_config()
    assert {k: config[k] for k in options if k != "dtype"} == {
        k: v for k, v in options.items() if k != "dtype"
    }
    assert ours.compute_output_shape((None, 4)) == (None, 4, 3)


@pytest.mark.parametrize(("writer", "reader"), [(keras, tahr), (tahr, keras)], ids=["in", "out"])
def test_files_cross(writer: Any, reader: Any, tmp_path: Any) -> None:
    x = writer.Input((3,), dtype="int32")
    both = writer.layers.ReversibleEmbedding(5, 3, tie_weights=False)
    model = writer.Model(x, both(both(x), reverse=True))
    model.save(tmp_path / "model.keras")
    other = reader.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(model(WORDS), other(WORDS), rtol=1e-5, atol=1e-6)


X = np.random.default_rng(1).normal(size=(4, 5)).astype("float32")


def spectral(k: Any) -> Any:
    layer = k.SpectralNormalization(k.Dense(3), power_iterations=2)
    layer.build((4, 5))
    return layer


def test_gradients_go_through_the_division() -> None:
    ours, theirs = spectral(layers), spectral(keras.layers)
    ours.set_weights(theirs.get_weights())

    def loss(values: Any) -> Any:
        fixed = [v.value for v in theirs.non_trainable_variables]
        y, _ = theirs.stateless_call(values, fixed, X, training=True)
        return (y**2).sum()

    wanted = jax.grad(loss)([v.value for v in theirs.trainable_variables])
    with current.using("jax"):
        _, found = value_and_grad(
            lambda: ops.sum(ops.square(ours(X, training=True))), ours.trainable_variables
        )
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-4)


def test_the_kernel_stays_divided_after_training() -> None:
    model = tahr.Sequential([tahr.Input((5,)), layers.SpectralNormalization(layers.Dense(3), 5)])
    model.compile(tahr.optimizers.SGD(0.0), "mse")
    model.fit(X, np.ones((4, 3)), epochs=10, verbose=0)
    kernel = model.layers[0].layer.kernel.numpy()
    np.testing.assert_allclose(np.linalg.norm(kernel, 2), 1.0, rtol=1e-3)
    with pytest.raises(ArgumentError, match="power_iterations must be a positive integer"):
        layers.SpectralNormalization(layers.Dense(3), 0)
    with pytest.raises(ArgumentError, match="no weights that could be divided"):
        layers.SpectralNormalization(layers.ReLU())(X)
