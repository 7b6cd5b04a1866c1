"""Normalization is Keras's."""

import jax
import keras
import numpy as np
import pytest

from tahr.core.errors import ArgumentError
from tahr.ops import nn

RNG = np.random.default_rng(2)
X = RNG.normal(size=(3, 4, 5)).astype("float32") * 2 + 1
FIVE, FOUR_FIVE = RNG.normal(size=(2, 5)).astype("float32"), RNG.normal(size=(2, 4, 5))


def close(mine, theirs):
    for one, other in zip(jax.tree.leaves(mine), jax.tree.leaves(theirs), strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_allclose(
            np.asarray(one, "float32"), np.asarray(other, "float32"), rtol=1e-5, atol=3e-6
        )


CASES = [
    ("moments", (0,), {}),
    ("moments", ((0, 1),), {}),
    ("moments", ((0, 2),), {"keepdims": True}),
    ("batch_normalization", (FIVE[0], np.abs(FIVE[1]), -1), {}),
    ("batch_normalization", (FIVE[0], np.abs(FIVE[1]), -1, FIVE[1], FIVE[0], 0.1), {}),
    ("batch_normalization", (FIVE[0, :4], np.abs(FIVE[1, :4]), 1), {"scale": FIVE[1, :4]}),
    ("layer_normalization", (), {}),
    ("layer_normalization", (FIVE[0], FIVE[1]), {"epsilon": 0.1}),
    ("layer_normalization", (FOUR_FIVE[0], FOUR_FIVE[1]), {"axis": (1, 2)}),
    ("layer_normalization", (FIVE[0, :4], FIVE[1, :4]), {"axis": 1}),
    ("rms_normalization", (), {}),
    ("rms_normalization", (FIVE[0],), {"epsilon": 0.1}),
    ("rms_normalization", (FOUR_FIVE[0],), {"axis": (1, 2)}),
    ("normalize", (), {}),
    ("normalize", (), {"axis": 1, "order": 3}),
    ("normalize", (), {"axis": 0, "order": 1}),
]


@pytest.mark.parametrize(("name", "args", "options"), CASES)
def test_values(name, args, options):
    mine, theirs = getattr(nn, name), getattr(keras.ops, name)
    close(mine(X, *args, **options), theirs(X, *args, **options))


@pytest.mark.parametrize("name", ["layer_normalization", "rms_normalization", "normalize"])
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_half_precision(name, dtype):
    x = jax.numpy.asarray(X[0], dtype)
    mine, theirs = getattr(nn, name)(x), getattr(keras.ops, name)(x)
    assert mine.dtype == theirs.dtype
    np.testing.assert_allclose(mine.astype("float32"), theirs.astype("float32"), rtol=0.02)


def test_moments_of_large_halves_stay_finite():
    x = np.full((8,), 60000.0, "float16")
    mean, variance = nn.moments(x, 0)
    assert (mean.dtype, float(mean), float(variance)) == ("float16", 60000.0, 0.0)


@pytest.mark.parametrize("order", [0, -1, 1.5])
def test_order_is_checked(order):
    with pytest.raises(ArgumentError):
        nn.normalize(X, order=order)
