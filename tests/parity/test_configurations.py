"""What is written is what Keras writes, and what Keras writes is read."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import importlib

import keras
import numpy as np
import pytest

import tahr.activations
import tahr.constraints
import tahr.initializers
import tahr.regularizers
from tahr.core.policies import DTypePolicy
from tahr.core.serialization import deserialize, serialize
from tahr.ops.random import SeedGenerator
from tahr.ops.symbolic import SymbolicTensor

PACKAGES = ("initializers", "regularizers", "constraints", "activations")
MADE = [
    ("initializers", "GlorotUniform", {"seed": 3}),
    ("initializers", "HeNormal", {}),
    ("initializers", "VarianceScaling", {"scale": 2.0, "mode": "fan_out", "seed": 1}),
    ("initializers", "RandomNormal", {"mean": 1.0}),
    ("initializers", "RandomUniform", {"minval": -1.0}),
    ("initializers", "TruncatedNormal", {"seed": 4}),
    ("initializers", "Orthogonal", {"gain": 2.0}),
    ("initializers", "Constant", {"value": 2.0}),
    ("initializers", "Constant", {"value": np.array([1.0, 2.0], "float32")}),
    ("initializers", "Zeros", {}),
    ("initializers", "Ones", {}),
    ("initializers", "Identity", {}),
    ("initializers", "STFT", {"side": "imag"}),
    ("regularizers", "L1", {"l1": 0.5}),
    ("regularizers", "L2", {}),
    ("regularizers", "L1L2", {"l1": 0.5}),
    ("regularizers", "OrthogonalRegularizer", {"factor": 0.5, "mode": "columns"}),
    ("constraints", "MaxNorm", {"max_value": 3, "axis": [0, 1]}),
    ("constraints", "MinMaxNorm", {"rate": 0.5}),
    ("constraints", "UnitNorm", {}),
    ("constraints", "NonNeg", {}),
]


def both(package):
    return importlib.import_module(f"tahr.{package}"), getattr(keras, package)


@pytest.mark.parametrize(("package", "name", "options"), MADE)
def test_written_alike(package, name, options):
    mine, theirs = both(package)
    config = mine.serialize(getattr(mine, name)(**options))
    assert config == theirs.serialize(getattr(theirs, name)(**options))
    again = deserialize(config)
    assert type(again) is getattr(mine, name) and mine.serialize(again) == config
    assert mine.serialize(mine.get(config)) == config
    assert theirs.serialize(theirs.deserialize(config)) == config


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_keras_knows_is_known(package):
    mine, theirs = both(package)
    table = importlib.import_module(f"keras.src.{package}").ALL_OBJECTS_DICT
    names = [name for name in table if isinstance(name, str)]
    assert {n for n in names if n not in mine.NAMED.table} == set()
    public = {n for n in dir(theirs) if not n.startswith("_")}
    assert {n for n in public if not hasattr(mine, n)} == set()


@pytest.mark.parametrize("name", sorted(set(tahr.activations.NAMED.table) - {"older_hard_sigmoid"}))
def test_activations_by_name(name):
    mine = tahr.activations.serialize(tahr.activations.get(name))
    assert mine == keras.activations.serialize(keras.activations.get(name))


def test_no_activation_is_linear():
    assert tahr.activations.get(None) is tahr.activations.linear


VALUES = [
    (1, 2), [1, (2,)], {"a": (1,)}, slice(1, 2, 3), ..., b"bytes", np.float32(1.5), np.int64(3),
    np.array([1.0, 2.0]), np.array([[1]], "int8"), float, "text", None, 1.5,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_are_written_alike(value):
    mine, theirs = serialize(value), keras.saving.serialize_keras_object(value)
    assert mine == theirs and type(mine) is type(theirs)


def test_functions_are_written_alike():
    def own(x):
        return x

    for one, other in ((tahr.activations.relu, keras.activations.relu), (own, own)):
        assert serialize(one) == keras.saving.serialize_keras_object(other)


def test_policies_seeds_and_symbols_are_written_alike():
    pairs = [
        (DTypePolicy("mixed_float16"), keras.DTypePolicy("mixed_float16")),
        (SeedGenerator(3, name="s"), keras.random.SeedGenerator(3, name="s")),
        (SymbolicTensor((None, 3), "int32"), keras.KerasTensor((None, 3), "int32")),
    ]
    for mine, theirs in pairs:
        assert serialize(mine) == keras.saving.serialize_keras_object(theirs)


@pytest.mark.parametrize("side", ["real", "imag"])
@pytest.mark.parametrize("scaling", ["density", "spectrum", None])
@pytest.mark.parametrize("window", ["hann", None, "hamming"])
def test_stft_kernel(side, scaling, window):
    mine = tahr.initializers.STFT(side, window, scaling).draw((16, 1, 9))
    theirs = keras.initializers.STFT(side, window, scaling)((16, 1, 9))
    np.testing.assert_allclose(mine, theirs, atol=2e-5)


W = np.random.default_rng(0).normal(size=(3, 4, 5)).astype("float32") * 2


@pytest.mark.parametrize(
    ("package", "name", "options"), [case for case in MADE if case[0] == "constraints"]
)
def test_constraints(package, name, options):
    mine, theirs = (getattr(p, name)(**options) for p in both(package))
    np.testing.assert_allclose(mine(W), theirs(W), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("package", "name", "options"), [case for case in MADE if case[0] == "regularizers"]
)
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_regularizers(package, name, options, dtype):
    mine, theirs = (getattr(p, name)(**options) for p in both(package))
    weight = keras.ops.convert_to_tensor(W[0], dtype)
    one, other = mine(weight), theirs(weight)
    assert one.shape == () and one.dtype == (other.dtype if "Orth" not in name else dtype)
    np.testing.assert_allclose(
        np.asarray(one, "float32"),
        np.asarray(other, "float32"),
        rtol=1e-5 if dtype == "float32" else 0.02,
    )
