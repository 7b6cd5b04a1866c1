"""Cross-entropies and their gradients are Keras's."""

import jax
import keras
import numpy as np
import pytest

from tahr.core.errors import ShapeError
from tahr.ops import nn

RNG = np.random.default_rng(1)
LOGITS = RNG.normal(size=(4, 5)).astype("float32") * 3
CHANCES = np.abs(RNG.normal(size=(4, 5))).astype("float32")
CHANCES[0] = [0, 0, 1, 0, 0]
SOFT = RNG.uniform(size=(4, 5)).astype("float32")
CLASSES = np.array([1, 0, 4, 2], "int32")


def close(mine, theirs):
    np.testing.assert_allclose(np.asarray(mine), np.asarray(theirs), rtol=1e-5, atol=1e-6)


CASES = [
    ("binary_crossentropy", SOFT, LOGITS, {"from_logits": True}),
    ("binary_crossentropy", SOFT, SOFT, {}),
    ("binary_crossentropy", np.round(SOFT), np.round(SOFT), {}),
    ("categorical_crossentropy", SOFT, LOGITS, {"from_logits": True}),
    ("categorical_crossentropy", SOFT, CHANCES, {}),
    ("categorical_crossentropy", SOFT, CHANCES, {"axis": 0}),
    ("sparse_categorical_crossentropy", CLASSES, LOGITS, {"from_logits": True}),
    ("sparse_categorical_crossentropy", CLASSES, CHANCES, {}),
    ("sparse_categorical_crossentropy", CLASSES[:, None], CHANCES, {}),
    ("sparse_categorical_crossentropy", CLASSES - 3, LOGITS, {"from_logits": True}),
]


@pytest.mark.parametrize(("name", "target", "output", "options"), CASES)
def test_values(name, target, output, options):
    mine, theirs = getattr(nn, name), getattr(keras.ops, name)
    close(mine(target, output, **options), theirs(target, output, **options))


@pytest.mark.parametrize(("name", "target", "output", "options"), CASES)
def test_gradients(name, target, output, options):
    def slope(function):
        return jax.grad(lambda x: function(target, x, **options).sum())(jax.numpy.asarray(output))

    close(slope(getattr(nn, name)), slope(getattr(keras.ops, name)))


@pytest.mark.parametrize("name", ["binary_crossentropy", "categorical_crossentropy"])
def test_other_shapes_are_refused(name):
    with pytest.raises(ShapeError):
        getattr(nn, name)(SOFT, SOFT[:, :3])


def test_classes_must_fit():
    with pytest.raises(ShapeError):
        nn.sparse_categorical_crossentropy(CLASSES[:3], LOGITS)


@pytest.mark.parametrize("dtype", [None, "int32", "float32", "bool", "float16"])
@pytest.mark.parametrize("axis", [-1, 0, 1])
def test_one_hot(dtype, axis):
    x = np.array([[0, 2, 5], [-1, 1, 3]])
    mine = nn.one_hot(x, 4, axis=axis, dtype=dtype)
    theirs = keras.ops.one_hot(x, 4, axis=axis, dtype=dtype)
    assert mine.dtype == theirs.dtype
    close(mine, theirs)


@pytest.mark.parametrize("x", [np.array([0, 2, 2]), np.array([[0, 2, 2], [1, 1, 3]])])
def test_multi_hot(x):
    close(nn.multi_hot(x, 4), keras.ops.multi_hot(x, 4, dtype="float32"))
