"""Adaptive pooling, patches, PSNR and CTC are Keras's."""

import jax
import keras
import numpy as np
import pytest

from tahr.core import current
from tahr.core.errors import ArgumentError, ShapeError
from tahr.ops import nn
from tahr.ops.symbolic import SymbolicTensor

RNG = np.random.default_rng(5)


def draw(*shape):
    return RNG.normal(size=shape).astype("float32")


def close(mine, theirs):
    assert mine.shape == theirs.shape
    np.testing.assert_allclose(np.asarray(mine), np.asarray(theirs), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["adaptive_average_pool", "adaptive_max_pool"])
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
@pytest.mark.parametrize(
    ("lengths", "size"), [((10,), 3), ((12,), 5), ((9, 7), (4, 3)), ((8, 8), 2), ((5, 6, 4), 3)]
)
def test_adaptive_pooling(name, data_format, lengths, size):
    last = data_format == "channels_last"
    x = draw(2, *lengths, 3) if last else draw(2, 3, *lengths)
    mine = getattr(nn, name)(x, size, data_format)
    close(mine, getattr(keras.ops, name)(x, size, data_format))


@pytest.mark.parametrize("name", ["depth_to_space", "space_to_depth"])
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_space_and_depth(name, data_format):
    x = draw(2, 4, 6, 12) if data_format == "channels_last" else draw(2, 12, 4, 6)
    close(getattr(nn, name)(x, 2, data_format), getattr(keras.ops, name)(x, 2, data_format))


PATCHES = [
    {"kernel_size": 2, "stride": 2},
    {"kernel_size": (3, 2)},
    {"kernel_size": 3, "padding": 1, "stride": 2},
    {"kernel_size": 2, "dilation": 2, "padding": (1, 0)},
]


@pytest.mark.parametrize("options", PATCHES)
def test_unfold(options):
    x = draw(2, 3, 7, 6)
    close(nn.unfold(x, **options), keras.ops.unfold(x, **options))


@pytest.mark.parametrize("engine", ["jax", "numpy"])
@pytest.mark.parametrize("options", PATCHES)
def test_fold_counts_how_often_unfold_saw_a_pixel(engine, options):
    x = draw(2, 3, 7, 6)
    with current.using(engine):
        found = current.to_numpy(nn.fold(nn.unfold(x, **options), (7, 6), **options))
        counts = nn.fold(nn.unfold(np.ones_like(x), **options), (7, 6), **options)
        np.testing.assert_allclose(found, x * current.to_numpy(counts), rtol=1e-4, atol=1e-5)


def test_psnr():
    x, y = draw(2, 4, 4, 3), draw(2, 4, 4, 3)
    close(nn.psnr(x, y, 1.0), keras.ops.psnr(x, y, 1.0))


TARGET = np.array([[1, 2, 2, 3], [4, 1, 0, 0], [3, 3, 3, 0], [1, 0, 0, 0]], "int32")
LENGTHS, TIMES = np.array([4, 2, 3, 1]), np.array([9, 4, 8, 1])


def test_ctc_loss():
    logits = draw(4, 9, 5) * 2
    mine, theirs = (jax.jit(o.ctc_loss)(TARGET, logits, LENGTHS, TIMES) for o in (nn, keras.ops))
    np.testing.assert_allclose(mine, theirs, rtol=1e-4)


def test_ctc_loss_with_another_blank():
    logits = draw(2, 6, 5)
    target = np.array([[0, 1, 1], [2, 0, 3]], "int32")
    args = (target, logits, np.array([3, 2]), np.array([6, 5]), 4)
    np.testing.assert_allclose(nn.ctc_loss(*args), keras.ops.ctc_loss(*args), rtol=1e-4)


def test_ctc_loss_gradient():
    logits = jax.numpy.asarray(draw(4, 9, 5))

    def slope(function):
        return jax.jit(jax.grad(lambda x: function(TARGET, x, LENGTHS, TIMES).sum()))(logits)

    np.testing.assert_allclose(slope(nn.ctc_loss), slope(keras.ops.ctc_loss), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("merge", [True, False])
def test_ctc_decode(merge):
    logits = draw(4, 9, 4)
    mine = nn.ctc_decode(logits, TIMES, merge_repeated=merge)
    theirs = keras.ops.ctc_decode(logits, TIMES, merge_repeated=merge)
    for one, other in zip(mine, theirs, strict=True):
        close(one, other)


def test_unknown_batches():
    x = SymbolicTensor((None, 8, 6, 4))
    assert nn.adaptive_average_pool(x, 2).shape == (None, 2, 2, 4)
    assert nn.adaptive_max_pool(x, (3, 2)).shape == (None, 3, 2, 4)
    assert nn.depth_to_space(x, 2).shape == (None, 16, 12, 1)
    assert nn.space_to_depth(x, 2).shape == (None, 4, 3, 16)
    assert nn.unfold(x, 2).shape == (None, 32, 15)
    assert nn.fold(SymbolicTensor((None, 8, 9)), (4, 4), 2).shape == (None, 2, 4, 4)
    target, length = SymbolicTensor((None, 5), "int32"), SymbolicTensor((None,), "int32")
    assert nn.ctc_loss(target, SymbolicTensor((None, 9, 4)), length, length).shape == (None,)


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (ShapeError, lambda: nn.depth_to_space(draw(1, 2, 2, 6), 2)),
        (ShapeError, lambda: nn.space_to_depth(draw(1, 3, 2, 6), 2)),
        (ShapeError, lambda: nn.unfold(draw(1, 3, 2), 2)),
        (ShapeError, lambda: nn.psnr(draw(3), draw(2), 1.0)),
        (ShapeError, lambda: nn.ctc_loss(TARGET[0], draw(4, 9, 5), LENGTHS, TIMES)),
        (ArgumentError, lambda: nn.ctc_decode(draw(4, 9, 5), TIMES, "guess")),
        (ArgumentError, lambda: nn.adaptive_max_pool(draw(1, 9, 5), 0)),
    ],
)
def test_what_does_not_fit_is_refused(error, call):
    with pytest.raises(error):
        call()


@pytest.mark.parametrize("name", ["adaptive_average_pool", "adaptive_max_pool"])
def test_as_many_windows_as_elements_change_nothing(name):
    x = draw(2, 7, 3)
    close(getattr(nn, name)(x, 7), x)
