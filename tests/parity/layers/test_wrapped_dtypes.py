"""Layers around a layer of another dtype give their own, with Keras's weights."""

import keras
import numpy as np
import pytest

import tahr

X = np.random.default_rng(0).normal(size=(2, 4, 3)).astype("float32")
AROUND = {
    "Bidirectional": lambda kit, inner, outer: kit.layers.Bidirectional(
        kit.layers.LSTM(2, dtype=inner), dtype=outer
    ),
    "SpectralNormalization": lambda kit, inner, outer: kit.layers.SpectralNormalization(
        kit.layers.Dense(2, dtype=inner), dtype=outer
    ),
    "TimeDistributed": lambda kit, inner, outer: kit.layers.TimeDistributed(
        kit.layers.Dense(2, dtype=inner), dtype=outer
    ),
}
DTYPES = [("mixed_bfloat16", None), (None, "mixed_bfloat16"), ("float32", "mixed_bfloat16")]


def seen(kit, name, inner, outer):
    layer = AROUND[name](kit, inner, outer)
    outputs = layer(X)
    weights = [(w.shape, kit.backend.standardize_dtype(w.dtype)) for w in layer.weights]
    return kit.backend.standardize_dtype(outputs.dtype), weights


@pytest.mark.parametrize(("inner", "outer"), DTYPES)
@pytest.mark.parametrize("name", AROUND)
def test_dtypes(name, inner, outer):
    assert seen(tahr, name, inner, outer) == seen(keras, name, inner, outer)


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_the_vector_has_the_dtype_of_the_kernel(dtype):
    found = [seen(kit, "SpectralNormalization", dtype, None) for kit in (tahr, keras)]
    assert found[0] == found[1]


@pytest.mark.parametrize("axis", [(1, -1), (-1, 1), (1, 2), (2, 1)])
def test_weights_of_several_axes_have_the_order_of_keras(axis):
    mine, theirs = (kit.layers.LayerNormalization(axis=axis) for kit in (tahr, keras))
    mine.build(X.shape)
    theirs.build(X.shape)
    assert mine.gamma.shape == tuple(theirs.gamma.shape)
    gamma = np.arange(12.0, dtype="float32").reshape(mine.gamma.shape)
    mine.set_weights([gamma, gamma])
    theirs.set_weights([gamma, gamma])
    np.testing.assert_allclose(np.asarray(mine(X)), np.asarray(theirs(X)), rtol=1e-4, atol=1e-4)
