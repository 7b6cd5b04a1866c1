"""Convolutions, pooling and attention are Keras's."""

import keras
import numpy as np
import pytest

from tahr.core.errors import ArgumentError, ShapeError
from tahr.ops import nn

RNG = np.random.default_rng(3)
LENGTHS = {1: (11,), 2: (11, 8), 3: (5, 6, 4)}


def draw(*shape):
    return RNG.normal(size=shape).astype("float32")


def close(mine, theirs):
    assert mine.shape == theirs.shape
    np.testing.assert_allclose(np.asarray(mine), np.asarray(theirs), rtol=1e-5, atol=1e-4)


def image(space, channels, data_format):
    last = data_format == "channels_last"
    return draw(2, *LENGTHS[space], channels) if last else draw(2, channels, *LENGTHS[space])


COMMON = [
    {},
    {"padding": "same"},
    {"padding": "same", "strides": 2},
    {"strides": 2},
    {"padding": "same", "dilation_rate": 2},
    {"dilation_rate": 2},
    {"padding": "SAME", "strides": 3},
]
FORMATS = ["channels_last", "channels_first"]


@pytest.mark.parametrize("options", COMMON)
@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize("space", [1, 2])
def test_conv(space, data_format, options):
    x, kernel = image(space, 4, data_format), draw(*(3,) * space, 4, 6)
    options = {**options, "padding": options.get("padding", "valid")}
    close(
        nn.conv(x, kernel, data_format=data_format, **options),
        keras.ops.conv(x, kernel, data_format=data_format, **options),
    )


def test_conv_over_volumes_and_in_groups():
    x, kernel = image(3, 4, "channels_last"), draw(2, 3, 2, 2, 6)
    close(nn.conv(x, kernel, 2, "same"), keras.ops.conv(x, kernel, 2, "same"))


@pytest.mark.parametrize("options", COMMON[:5])
@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize("space", [1, 2])
def test_depthwise_and_separable_conv(space, data_format, options):
    x, kernel = image(space, 3, data_format), draw(*(3,) * space, 3, 2)
    point = draw(*(1,) * space, 6, 5)
    options = {**options, "data_format": data_format}
    close(nn.depthwise_conv(x, kernel, **options), keras.ops.depthwise_conv(x, kernel, **options))
    close(
        nn.separable_conv(x, kernel, point, **options),
        keras.ops.separable_conv(x, kernel, point, **options),
    )


@pytest.mark.parametrize("window", [1, 2, 3, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_conv_transpose(window, stride, padding):
    x, kernel = image(1, 3, "channels_last"), draw(window, 4, 3)
    close(
        nn.conv_transpose(x, kernel, stride, padding),
        keras.ops.conv_transpose(x, kernel, stride, padding),
    )


@pytest.mark.parametrize("output_padding", [0, 1])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_conv_transpose_with_output_padding(padding, output_padding):
    x, kernel = image(2, 3, "channels_first"), draw(3, 2, 4, 3)
    options = {"strides": 2, "padding": padding, "output_padding": output_padding}
    options |= {"data_format": "channels_first"}
    close(nn.conv_transpose(x, kernel, **options), keras.ops.conv_transpose(x, kernel, **options))


def test_conv_transpose_dilated():
    x, kernel = image(1, 3, "channels_last"), draw(3, 4, 3)
    options = {"padding": "same", "dilation_rate": 2}
    close(nn.conv_transpose(x, kernel, **options), keras.ops.conv_transpose(x, kernel, **options))


@pytest.mark.parametrize("name", ["max_pool", "average_pool"])
@pytest.mark.parametrize("data_format", FORMATS)
@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    ("space", "size", "strides"),
    [(1, 2, None), (1, 3, 2), (2, 2, None), (2, (3, 2), 1), (2, (1, 3), 3), (3, 2, None)],
)
def test_pooling(name, data_format, padding, space, size, strides):
    x = image(space, 3, data_format)
    mine = getattr(nn, name)(x, size, strides, padding, data_format)
    theirs = getattr(keras.ops, name)(x, size, strides or size, padding, data_format)
    close(mine, theirs)


def test_explicit_padding_is_zeros_around():
    x, kernel = image(1, 2, "channels_last"), draw(3, 2, 4)
    padded = np.pad(x, ((0, 0), (2, 1), (0, 0)))
    close(nn.conv(x, kernel, padding=[(2, 1)]), nn.conv(padded, kernel))


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (ShapeError, lambda: nn.conv(draw(1, 2, 1), draw(3, 1, 1))),
        (ShapeError, lambda: nn.conv(draw(1, 5, 3), draw(3, 2, 1))),
        (ShapeError, lambda: nn.conv(draw(1, 5, 5, 3), draw(3, 3, 1))),
        (ShapeError, lambda: nn.conv(draw(5, 3), draw(3, 3, 1))),
        (ShapeError, lambda: nn.depthwise_conv(draw(1, 5, 3), draw(3, 2, 1))),
        (ShapeError, lambda: nn.conv_transpose(draw(1, 5, 3), draw(3, 2, 1))),
        (ShapeError, lambda: nn.max_pool(draw(1, 2, 1), 3)),
        (ArgumentError, lambda: nn.max_pool(draw(1, 4, 1), 2, padding="full")),
        (ArgumentError, lambda: nn.max_pool(draw(1, 4, 1), (2, 2))),
        (ArgumentError, lambda: nn.max_pool(draw(1, 4, 1), 0)),
        (ShapeError, lambda: nn.dot_product_attention(draw(1, 2, 4), draw(1, 3, 4), draw(1, 3, 4))),
    ],
)
def test_what_does_not_fit_is_refused(error, call):
    with pytest.raises(error):
        call()


BIAS, MASK = draw(2, 4, 5, 7), RNG.uniform(size=(2, 1, 5, 7)) > 0.3


@pytest.mark.parametrize("heads", [4, 2, 1])
@pytest.mark.parametrize(
    "options",
    [{}, {"bias": BIAS}, {"mask": MASK}, {"is_causal": True}, {"scale": 0.3, "mask": MASK}],
)
def test_attention(heads, options):
    q, k, v = draw(2, 5, 4, 6), draw(2, 7, heads, 6), draw(2, 7, heads, 6)
    close(
        nn.dot_product_attention(q, k, v, **options),
        keras.ops.dot_product_attention(q, k, v, flash_attention=False, **options),
    )


def test_attention_cap_bounds_the_logits():
    q, k = draw(1, 2, 1, 4) * 100, draw(1, 3, 1, 4) * 100
    weights = nn.dot_product_attention(
        q, k, np.eye(3, dtype="float32")[None, :, None], attn_logits_soft_cap=1.0
    )
    found = np.asarray(weights)
    assert (found.max(-1) / found.min(-1) < np.exp(2.0) * (1 + 1e-5)).all()
