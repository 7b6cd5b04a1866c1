"""Quantizers' own errors, packing, and gradients on every engine."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import tahr
from tahr import dtype_policies, quantizers
from tahr.core.errors import ArgumentError, DtypeError, ShapeError

ENGINES = ["numpy", "jax", "torch", "tensorflow", "pytensor"]


@given(
    shape=st.lists(st.integers(1, 9), min_size=1, max_size=3),
    data=st.data(),
    pack=st.sampled_from(["int4", "int2", "ternary"]),
)
@settings(max_examples=40, deadline=None)
def test_what_is_packed_comes_back(shape, data, pack):
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    ends = {"int4": (-8, 8, 2), "int2": (-2, 2, 4), "ternary": (-1, 2, 5)}
    low, high, count = ends[pack]
    values = np.random.default_rng(0).integers(low, high, shape).astype("int8")
    expected = list(shape)
    expected[axis] = -(-shape[axis] // count)
    with tahr.engine("numpy"):  # others compile for each shape
        packed, found, length = getattr(quantizers, f"pack_{pack}")(values, axis)
        again = getattr(quantizers, f"unpack_{pack}")(packed, length, axis)
    assert (list(found), length) == (expected, shape[axis])
    np.testing.assert_array_equal(np.asarray(again), values)


@pytest.mark.parametrize("engine", ENGINES)
def test_bytes_are_the_same_on_every_engine(engine):
    values = np.random.default_rng(0).integers(-8, 8, (5, 3)).astype("int8")
    with tahr.engine("numpy"):
        expected = np.asarray(quantizers.pack_int4(values)[0])
    with tahr.engine(engine):
        packed, _, length = quantizers.pack_int4(values)
        np.testing.assert_array_equal(tahr.ops.convert_to_numpy(packed), expected)
        back = quantizers.unpack_int4(packed, length)
        np.testing.assert_array_equal(tahr.ops.convert_to_numpy(back), values)


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_gradient_of_fake_quantization(engine):
    x = np.array([-2.0, -0.4, 0.3, 3.0], "float32")
    with tahr.engine(engine):
        ends = [tahr.Variable(v) for v in (x, np.float32(-1.0), np.float32(2.0))]
        weights = tahr.ops.convert_to_tensor(np.arange(1, 5, dtype="float32"))

        def loss():
            found = quantizers.fake_quant_with_min_max_vars(*(v.value for v in ends))
            return tahr.ops.sum(tahr.ops.multiply(found, weights))

        _, grads = tahr.value_and_grad(loss, ends)
        found = [tahr.ops.convert_to_numpy(g).tolist() for g in grads]
    assert found == [[0.0, 2.0, 3.0, 0.0], 1.0, 4.0]


def test_a_group_of_one_sign_is_kept():
    matrix = np.array([[5.0], [5.5], [6.0], [6.5]], "float32")
    values, scale, zero = map(
        np.asarray, quantizers.abs_max_quantize_grouped_with_zero_point(matrix, 2)
    )
    groups = [0, 0, 1, 1]
    found = (values - zero[groups].astype(float)) * scale[groups]
    np.testing.assert_allclose(found, matrix, atol=0.25)


def test_what_is_refused():
    x = np.ones((2, 3, 4), "float32")
    with pytest.raises(DtypeError):
        quantizers.pack_int4(x)
    with pytest.raises(ArgumentError):
        quantizers.pack_int4(x.astype("int8"), dtype="int16")
    with pytest.raises(ShapeError):
        quantizers.abs_max_quantize_grouped_with_zero_point(x, 2)
    with pytest.raises(ArgumentError):
        quantizers.abs_max_quantize_grouped_with_zero_point(x[0], 0)
    for wrong in (
        lambda: quantizers.Int4QuantizationConfig(block_size=0),
        lambda: quantizers.Int4QuantizationConfig(quantizers.AbsMaxQuantizer()),
        lambda: quantizers.Int4QuantizationConfig(quantizers.AbsMaxQuantizer(), block_size=None),
        lambda: quantizers.Int8QuantizationConfig(quantizers.AbsMaxQuantizer(output_dtype="uint8")),
        lambda: quantizers.GPTQConfig([1], None, weight_bits=5),
        lambda: quantizers.GPTQConfig([1], None, group_size=0),
        lambda: quantizers.GPTQConfig([1], None, hessian_damping=1.5),
        lambda: quantizers.AWQConfig([1], None, weight_bits=8),
        lambda: quantizers.AWQConfig([1], None, num_grid_points=0),
        lambda: quantizers.get("no such"),
        lambda: quantizers.QuantizationReport("int8").add_skipped("a", "no such"),
        lambda: dtype_policies.DTypePolicyMap("float32", 3),
        lambda: dtype_policies.DTypePolicyMap("float32", {"a": 3}),
    ):
        with pytest.raises(ArgumentError):
            wrong()
    with pytest.raises(NotImplementedError, match="mode"):
        _ = quantizers.QuantizationConfig().mode
