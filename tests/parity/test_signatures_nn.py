"""What can be called is called as in Keras: the same parameters with the same defaults."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import importlib
import inspect

import keras
import pytest

from tahr import ops
from tahr.ops import nn, random

MODULES = {"nn": (nn, keras.ops.nn), "random": (random, keras.random)}
MODULES |= {
    name: (importlib.import_module(f"tahr.{name}"), getattr(keras, name))
    for name in ("activations", "initializers", "regularizers", "constraints")
}
MODULES["control"] = (ops, keras.ops)
CONTROL = (
    "cond", "while_loop", "fori_loop", "scan", "associative_scan", "map", "vectorized_map",
    "switch", "custom_gradient",
)  # fmt: skip
COMPLEX = {"polar"}
"""Tahr has no complex tensors."""

CASES = [
    (module, name)
    for module, (_, theirs) in MODULES.items()
    for name in (CONTROL if module == "control" else dir(theirs))
    if not name.startswith("_") and name not in COMPLEX
]


def parameters(function):
    found = inspect.signature(function).parameters.values()
    return [(p.name, p.default) for p in found if p.kind is not p.VAR_KEYWORD]


@pytest.mark.parametrize(("module", "name"), CASES)
def test_parameters(module, name):
    mine, theirs = (getattr(m, name) for m in MODULES[module])
    assert parameters(mine) == parameters(theirs)
