"""Convolution and pooling layers of any shape: the described shape is the computed one."""

import numpy as np
from hypothesis import given, settings, strategies as st

from tahr import layers
from tahr.core import current
from tahr.core.errors import ShapeError

LONGEST = 7
numbers = st.integers(1, 3)
KINDS = {
    1: (layers.Conv1D, layers.MaxPooling1D, layers.AveragePooling1D, layers.Conv1DTranspose),
    2: (layers.Conv2D, layers.MaxPooling2D, layers.AveragePooling2D, layers.Conv2DTranspose),
    3: (layers.Conv3D, layers.MaxPooling3D, layers.AveragePooling3D, layers.Conv3DTranspose),
}


@st.composite
def windows(draw):
    """A layer over windows, and the shape of what it is called on."""
    rank = draw(st.integers(1, 3))
    which = draw(st.integers(0, 3))
    each = st.tuples(*[numbers] * rank)
    options = {"padding": draw(st.sampled_from(["valid", "same"])), "strides": draw(each)}
    options["data_format"] = draw(st.sampled_from(["channels_last", "channels_first"]))
    if which == 0 and max(options["strides"]) == 1:
        options["dilation_rate"] = draw(each)
    kind = KINDS[rank][which]
    layer = kind(2, draw(each), **options) if which in (0, 3) else kind(draw(each), **options)
    space = draw(st.tuples(*[st.integers(1, LONGEST)] * rank))
    last = options["data_format"] == "channels_last"
    return layer, (2, *space, 3) if last else (2, 3, *space)


@settings(max_examples=60, deadline=None)
@given(windows())
def test_spec_and_numpy_agree(drawn):
    layer, shape = drawn
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    try:
        described = layer(layers.Input(shape[1:])).shape
    except ShapeError:
        with current.using("numpy"):
            assert fails(layer, x)
        return
    with current.using("numpy"):
        assert (None, *layer(x).shape[1:]) == described
    assert layer.compute_output_shape((None, *shape[1:])) == described


@settings(max_examples=12, deadline=None)
@given(windows())
def test_jax_and_numpy_agree(drawn):
    layer, shape = drawn
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    try:
        found = np.asarray(layer(x))
    except ShapeError:
        return
    with current.using("numpy"):
        np.testing.assert_allclose(layer(x), found, rtol=1e-4, atol=1e-5)


@given(st.integers(1, 3), st.integers(1, 3), st.sampled_from(["valid", "same"]))
def test_unknown_lengths_stay_unknown(window, stride, padding):
    x = layers.Input((None, 8, 3))
    for layer in (
        layers.Conv2D(4, window, stride, padding),
        layers.MaxPooling2D(window, stride, padding),
        layers.Conv2DTranspose(4, window, stride, padding),
    ):
        shape = layer(x).shape
        assert shape[:2] == (None, None)
        assert None not in shape[2:]


def fails(layer, x):
    try:
        layer(x)
    except ShapeError:
        return True
    return False
