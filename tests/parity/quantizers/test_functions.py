"""The functions of quantizers, against real Keras."""

import keras
import numpy as np
import pytest

from tahr import dtype_policies, quantizers

THEIRS = keras.quantizers


def arrays(shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def same(ours, theirs):
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(np.asarray(mine), np.asarray(other))


@pytest.mark.parametrize("axis", [-1, 0, None, (0, 1)])
@pytest.mark.parametrize("value_range", [(-127, 127), (-8, 7)])
def test_largest_magnitudes(axis, value_range):
    x = arrays((4, 6))
    same(
        quantizers.abs_max_quantize(x, axis, value_range),
        THEIRS.abs_max_quantize(x, axis, value_range),
    )
    same(
        quantizers.abs_max_quantize(x, axis, to_numpy=True),
        THEIRS.abs_max_quantize(x, axis, to_numpy=True),
    )


@pytest.mark.parametrize("block", [1, 3, 4, 8, 20])
def test_groups_that_hold_both_signs(block):
    x = arrays((8, 5)) + np.tile([[3.0], [-3.0]], (4, 1)) if block > 1 else -np.abs(arrays((8, 5)))
    x = x.astype("float32")
    if block == 1:  # Keras's ranges leave out zero where all numbers of a group have one sign
        values, scale, zero = map(
            np.asarray, quantizers.abs_max_quantize_grouped_with_zero_point(x, 1)
        )
        np.testing.assert_allclose((values - zero) * scale, x, rtol=1e-5)
        return
    ours = quantizers.abs_max_quantize_grouped_with_zero_point(x, block)
    theirs = THEIRS.abs_max_quantize_grouped_with_zero_point(x, block)
    np.testing.assert_allclose(np.asarray(ours[1]), np.asarray(theirs[1]), rtol=1e-6)
    same((ours[0], ours[2]), (theirs[0], theirs[2]))


@pytest.mark.parametrize("dtype", ["int8", "uint8"])
@pytest.mark.parametrize(("shape", "axis"), [((5,), 0), ((3, 4), -1), ((2, 3, 7), 1)])
def test_packing(shape, axis, dtype):
    low = -8 if dtype == "int8" else 0
    values = np.random.default_rng(0).integers(low, low + 16, shape).astype(dtype)
    packed, packed_shape, length = quantizers.pack_int4(values, axis, dtype)
    other, other_shape, other_length = THEIRS.pack_int4(values, axis, dtype)
    same([packed], [other])
    assert (packed_shape, length) == (tuple(other_shape), other_length)
    same([quantizers.unpack_int4(packed, length, axis, dtype)], [values])


@pytest.mark.parametrize("options", [{}, {"narrow_range": True}, {"num_bits": 3}])
@pytest.mark.parametrize("ends", [(-1.3, 2.1), (0.5, 2.1), (-2.5, -1.0)])
def test_fake_quantization(options, ends):
    x = np.linspace(-3.01, 2.98, 41).astype("float32")  # no value half way between two
    ours = quantizers.fake_quant_with_min_max_vars(x, *ends, **options)
    theirs = THEIRS.fake_quant_with_min_max_vars(x, *ends, **options)
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), atol=1e-6)


def test_fake_quantization_along_an_axis():
    x, least, most = arrays((5, 3)), [-1.0, -0.5, -2.0], [1.0, 0.4, 2.0]
    theirs = np.asarray(THEIRS.fake_quant_with_min_max_vars(x, least, most, axis=1))
    ours = quantizers.fake_quant_with_min_max_vars(x, least, most, axis=1)
    np.testing.assert_allclose(np.asarray(ours), theirs, atol=1e-6)
    ours = quantizers.fake_quant_with_min_max_vars(x.T, least, most, axis=0)  # not Keras on JAX
    np.testing.assert_allclose(np.asarray(ours), theirs.T, atol=1e-6)


@pytest.mark.parametrize("amax", [0.0, 1.5, 1e-20, np.inf])
@pytest.mark.parametrize("margin", [0, 2])
def test_scales_of_8_bit_floats(amax, margin):
    given_ = np.float32(amax), np.float32(1.5), np.float32(448.0), margin
    ours, theirs = quantizers.compute_float8_scale(*given_), THEIRS.compute_float8_scale(*given_)
    np.testing.assert_allclose(float(ours), float(theirs), rtol=1e-6)


def test_8_bit_floats():
    x, history = 40 * arrays((4, 5)), np.arange(4, dtype="float32")
    same(
        [quantizers.compute_float8_amax_history(x, history)],
        [THEIRS.compute_float8_amax_history(x, history)],
    )
    for dtype in ("float8_e4m3fn", "float8_e5m2"):
        same(
            [quantizers.quantize_and_dequantize(x, np.float32(0.2), dtype, "float32")],
            [THEIRS.quantize_and_dequantize(x, np.float32(0.2), dtype, "float32")],
        )


CONFIGS = {
    "quantizer": lambda q: q.AbsMaxQuantizer(axis=-1, value_range=(-8, 7)),
    "quantizer without axis": lambda q: q.AbsMaxQuantizer(),
    "int8": lambda q: q.Int8QuantizationConfig(),
    "int8 own": lambda q: q.Int8QuantizationConfig(q.AbsMaxQuantizer(axis=0), None),
    "int4": lambda q: q.Int4QuantizationConfig(),
    "int4 columns": lambda q: q.Int4QuantizationConfig(block_size=None),
    "float8": lambda q: q.Float8QuantizationConfig(),
    "gptq": lambda q: q.GPTQConfig([1], len, weight_bits=8, group_size=-1, symmetric=True),
    "awq": lambda q: q.AWQConfig([1], len, num_grid_points=7),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_configurations_cross(name):
    ours, theirs = CONFIGS[name](quantizers), CONFIGS[name](THEIRS)
    assert quantizers.serialize(ours) == THEIRS.serialize(theirs)
    again = quantizers.deserialize(THEIRS.serialize(theirs))
    assert quantizers.serialize(again) == quantizers.serialize(ours)
    if name == "gptq":  # Keras's own `deserialize` does not know the class
        return
    back = THEIRS.deserialize(quantizers.serialize(ours))
    assert THEIRS.serialize(back) == THEIRS.serialize(theirs)


@pytest.mark.parametrize(
    "name",
    [
        "float32", "mixed_bfloat16", "int8_from_float32", "int8_from_mixed_bfloat16",
        "int4_from_float32", "int4/64_from_float32", "int4/-1_from_mixed_float16",
        "float8_from_float32", "gptq/3/-1_from_mixed_float16", "awq/4/128_from_float32",
    ],
)  # fmt: skip
def test_policies_cross(name):
    ours, theirs = dtype_policies.get(name), keras.dtype_policies.get(name)
    for attribute in ("name", "compute_dtype", "variable_dtype", "quantization_mode"):
        assert getattr(ours, attribute) == getattr(theirs, attribute)
    assert type(ours).__name__ == type(theirs).__name__
    config = keras.dtype_policies.serialize(theirs)
    assert dtype_policies.serialize(ours) == config
    assert dtype_policies.deserialize(config) == ours


@pytest.mark.parametrize(
    "name",
    [
        "int8", "int4", "int8_from_foo", "foo_from_float32", "int4/0_from_float32",
        "int4/x_from_float32", "gptq_from_float32", "gptq/5/2_from_float32",
        "awq/8/-1_from_float32", "int8_from_mixed_float16",
    ],
)  # fmt: skip
def test_policies_that_there_are_not(name):
    if name == "int8":  # a dtype, too: Keras takes the class DTypePolicy for that alone
        return
    for module in (dtype_policies, keras.dtype_policies):
        with pytest.raises(ValueError, match=r".+"):
            module.get(name)


def test_maps_of_policies():
    found = []
    for module in (dtype_policies, keras.dtype_policies):
        policies = module.DTypePolicyMap(module.get("float32"))
        policies["a/b"] = module.get("float16")
        policies["c/.*"] = module.get("int8_from_float32")
        names = [policies[path].name for path in ("a/b", "c/d", "a/b/c", "else")]
        found.append((names, len(policies), list(policies), policies.name, policies.compute_dtype))
        with pytest.raises(ValueError, match=r"policy|exist"):
            policies["a/b"] = module.get("float32")
        policies["c/d.*"] = module.get("float32")
        with pytest.raises(ValueError, match=r"several|multiple"):
            policies["c/d"]
    assert found[0] == found[1]
    config = keras.dtype_policies.serialize(policies)
    assert dtype_policies.deserialize(config)["a/b"].name == "float16"
