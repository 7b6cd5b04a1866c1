"""Shapes at random: ops do what NumPy does, and the spec engine says so beforehand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra import numpy as shapes

from tahr import ops
from tahr.core import current
from tahr.core.errors import ShapeError
from tahr.core.specs import TensorSpec

LENGTHS = st.integers(0, 4)
SHAPES = st.lists(LENGTHS, max_size=4).map(tuple)
QUICK = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True, scope="module")
def numpy_engine():
    with current.using("numpy"):
        yield


def counted(shape):
    return np.arange(math.prod(shape), dtype="float32").reshape(shape)


def told(call, *arrays):
    """Returns the shape that the spec engine tells of a call."""
    with current.using("spec"):
        return call(*(TensorSpec(a.shape, a.dtype) for a in arrays)).shape


def agrees(call, expected, *arrays):
    np.testing.assert_array_equal(call(*arrays), expected)
    assert told(call, *arrays) == expected.shape


@QUICK
@given(SHAPES, st.permutations(range(4)), st.booleans())
def test_reshape(shape, order, inferred):
    x = counted(shape)
    factors = [*shape, 1, 1, 1, 1]
    target = [factors[i] for i in order] + list(shape[4:])
    target = [n for n in target if n] if x.size else list(shape)
    if math.prod(target) != x.size:
        target = [x.size]
    if inferred and x.size and target:
        agrees(lambda t: ops.reshape(t, [-1, *target[1:]]), x.reshape(target), x)
    agrees(lambda t: ops.reshape(t, target), x.reshape(target), x)


@QUICK
@given(SHAPES, SHAPES)
def test_reshape_refuses_other_sizes(shape, target):
    if math.prod(shape) == math.prod(target):
        return
    for engine, tensor in (("numpy", counted(shape)), ("spec", TensorSpec(shape))):
        with current.using(engine), pytest.raises(ShapeError):
            ops.reshape(tensor, target)


@QUICK
@given(shapes.mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=4))
def test_broadcasting(drawn):
    x, y, z = map(counted, drawn.input_shapes)
    wide = drawn.result_shape
    agrees(ops.add, x + y, x, y)
    agrees(lambda a, b, c: ops.where(a > 1, b, c), np.where(x > 1, y, z), x, y, z)
    agrees(lambda t: ops.broadcast_to(t, wide), np.broadcast_to(x, wide), x)


@QUICK
@given(SHAPES, SHAPES)
def test_broadcast_to_refuses_what_does_not_fit(shape, target):
    x = counted(shape)
    try:
        wide = np.broadcast_to(x, target)
    except ValueError:
        for engine, tensor in (("numpy", x), ("spec", TensorSpec(shape))):
            with current.using(engine), pytest.raises(ShapeError):
                ops.broadcast_to(tensor, target)
    else:
        agrees(lambda t: ops.broadcast_to(t, target), wide, x)


@QUICK
@given(st.data())
def test_get_item(data):
    shape = data.draw(st.lists(st.integers(1, 4), max_size=4).map(tuple))
    index = data.draw(shapes.basic_indices(shape, allow_newaxis=True))
    x = counted(shape)
    agrees(lambda t: ops.get_item(t, index), np.asarray(x[index]), x)


@QUICK
@given(st.data())
def test_get_item_by_tensors_and_masks(data):
    shape = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple))
    x = counted(shape)
    place = st.integers(-shape[0], shape[0] - 1)
    places = np.array(data.draw(st.lists(place, min_size=1)), "int32")
    agrees(lambda t: ops.get_item(t, places), x[places], x)
    agrees(lambda t: ops.take(t, places, 0), x[places], x)
    mask = data.draw(shapes.arrays("bool", shape[:1]))
    np.testing.assert_array_equal(ops.get_item(x, mask), x[mask])


@QUICK
@given(st.data())
def test_concatenate_and_split_undo_each_other(data):
    shape = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3).map(list))
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    lengths = data.draw(st.lists(LENGTHS, min_size=1, max_size=4))
    place = axis % len(shape)
    parts = [counted([*shape[:place], n, *shape[place + 1 :]]) for n in lengths]
    whole = np.concatenate(parts, axis)
    agrees(lambda *p: ops.concatenate(p, axis), whole, *parts)
    cuts = np.cumsum(lengths)[:-1].tolist()
    for mine, part in zip(ops.split(whole, cuts, axis), parts, strict=True):
        np.testing.assert_array_equal(mine, part)


@QUICK
@given(st.data())
def test_axes_of_reductions(data):
    shape = data.draw(st.lists(st.integers(1, 4), max_size=4).map(tuple))
    ndim = len(shape)
    some = st.sets(st.integers(0, max(ndim - 1, 0)), max_size=ndim).map(tuple)
    axes = data.draw(st.none() | some)
    keepdims = data.draw(st.booleans())
    x = counted(shape)
    agrees(lambda t: ops.sum(t, axes, keepdims), x.sum(axes, keepdims=keepdims), x)
    agrees(lambda t: ops.max(t, axes, keepdims), x.max(axes, keepdims=keepdims), x)


@QUICK
@given(st.data())
def test_moveaxis_transpose_and_squeeze(data):
    shape = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4).map(tuple))
    ndim, x = len(shape), counted(shape)
    order = data.draw(st.permutations(range(ndim)))
    agrees(lambda t: ops.transpose(t, order), x.transpose(order), x)
    count = data.draw(st.integers(1, ndim))
    source = data.draw(st.permutations(range(ndim)))[:count]
    target = data.draw(st.permutations(range(ndim)))[:count]
    agrees(lambda t: ops.moveaxis(t, source, target), np.moveaxis(x, source, target), x)
    agrees(ops.squeeze, x.squeeze(), x)
    place = data.draw(st.integers(-ndim - 1, ndim))
    agrees(lambda t: ops.expand_dims(t, place), np.expand_dims(x, place), x)


@QUICK
@given(st.data())
def test_repetition_and_rolling(data):
    shape = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple))
    x = counted(shape)
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    times = data.draw(st.lists(LENGTHS, min_size=1, max_size=4))
    agrees(lambda t: ops.tile(t, times), np.tile(x, times), x)
    agrees(lambda t: ops.repeat(t, times[0], axis), np.repeat(x, times[0], axis), x)
    shift = data.draw(st.integers(-5, 5))
    agrees(lambda t: ops.roll(t, shift, axis), np.roll(x, shift, axis), x)
    turns = data.draw(st.integers(-3, 3))
    if len(shape) > 1:
        agrees(lambda t: ops.rot90(t, turns), np.rot90(x, turns), x)


@QUICK
@given(st.data())
def test_padding(data):
    shape = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple))
    x = counted(shape)
    widths = [data.draw(st.tuples(LENGTHS, LENGTHS)) for _ in shape]
    for mode in ("constant", "reflect", "symmetric", "edge", "wrap"):
        agrees(lambda t, m=mode: ops.pad(t, widths, m), np.pad(x, widths, mode), x)


@QUICK
@given(st.data())
def test_scatter_is_a_sum_over_places(data):
    shape = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple))
    depth = data.draw(st.integers(1, len(shape)))
    row = st.tuples(*(st.integers(-n, n - 1) for n in shape[:depth]))
    rows = np.array(data.draw(st.lists(row, min_size=1, max_size=5)), "int32")
    values = counted((len(rows), *shape[depth:]))
    expected = np.zeros(shape, "float32")
    np.add.at(expected, tuple(rows.T), values)
    agrees(lambda i, v: ops.scatter(i, v, shape), expected, rows, values)
