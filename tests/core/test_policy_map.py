"""Dtype policies by the paths of layers."""

import numpy as np
import pytest

from tahr import dtype_policies, layers
from tahr.core.errors import ArgumentError, SavingError
from tahr.dtype_policies import DTypePolicy, DTypePolicyMap

HALF = DTypePolicy("mixed_bfloat16")


class Two(layers.Layer):
    """Holds two layers, each with its own policy out of one map."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.one = layers.Dense(2, dtype=self.dtype_policy, name="one")
        self.two = layers.Dense(2, dtype=self.dtype_policy, name="two")

    def call(self, x):
        return self.two(self.one(x))


def test_layers_take_the_policy_of_their_path():
    policies = DTypePolicyMap(policy_map={"pair/one": HALF})
    layer = Two(dtype=policies, name="pair")
    layer(np.ones((1, 3), "float32"))
    assert (layer.one.compute_dtype, layer.one.kernel.dtype) == ("bfloat16", "float32")
    assert layer.two.compute_dtype == "float32"
    assert layer.compute_dtype == "float32"


def test_paths_come_before_patterns_and_these_fit_as_a_whole():
    policies = DTypePolicyMap(DTypePolicy("float64"), {"a/.*": HALF, "a/b": DTypePolicy("float16")})
    assert policies["a/b"].name == "float16"
    assert policies["a/c"] is HALF
    assert policies["b/a/c"].name == policies["a"].name == "float64"
    policies["a/c.*"] = DTypePolicy("float32")
    with pytest.raises(ArgumentError, match=r"several patterns fit 'a/cc'"):
        policies["a/cc"]


def test_a_map_is_a_map():
    policies = DTypePolicyMap(policy_map={"a": HALF})
    assert (len(policies), list(policies), bool(DTypePolicyMap())) == (1, ["a"], True)
    with pytest.raises(ArgumentError, match="has a policy already"):
        policies["a"] = HALF
    with pytest.raises(ArgumentError, match="no dtype policy"):
        policies["b"] = 3
    del policies["a"]
    assert policies == DTypePolicyMap()
    assert policies != DTypePolicyMap(HALF)


def test_configurations_come_back_with_the_names_in_them():
    policies = DTypePolicyMap(HALF, {"a/.*": DTypePolicy("float16")})
    config = dtype_policies.serialize(policies)
    assert config["module"] == "keras.dtype_policies"
    assert dtype_policies.deserialize(config) == policies
    layer = layers.Dense(2, dtype=policies)
    assert layers.Dense.from_config(layer.get_config()).dtype_policy == policies


def test_patterns_of_a_file_are_matched_in_linear_time():
    config = {"default_policy": None, "policy_map": {r"(a+)+\1": dtype_policies.serialize(HALF)}}
    with pytest.raises(SavingError, match="linear time"):
        DTypePolicyMap.from_config(config)


def test_inputs_are_converted_as_layers_do():
    floats, whole = np.ones(2, "float32"), np.ones(2, "int32")
    assert str(HALF.convert_input(floats, True, "bfloat16").dtype) == "bfloat16"
    assert str(HALF.convert_input(whole, True, "bfloat16").dtype) == "int32"
    assert str(HALF.convert_input(floats, False, "bfloat16").dtype) == "float32"
    assert HALF.convert_input("text", True, "bfloat16") == "text"
