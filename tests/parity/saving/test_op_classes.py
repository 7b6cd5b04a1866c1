"""The table of op classes against those of real Keras."""

import importlib
import inspect

import keras
import pytest
from keras.src.ops.operation import Operation

from tahr.compat.op_classes import IN, MODULE, NAMES, SAME, class_of, op_of
from tahr.core.operators import OPS

OTHER = {
    "Operation", "Function", "Map", "Scan", "AssociativeScan", "Switch", "WhileLoop", "ForiLoop",
    "Cond", "VectorizedMap", "JVP", "SegmentReduction",
}  # fmt: skip
"""Not ops, or ops whose arguments are functions, which no file can hold."""
WITHOUT_CLASS = {
    "associative_scan", "cond", "fori_loop", "ifft", "map", "scan", "switch", "vectorized_map",
    "while_loop",
}  # fmt: skip
ROWS = [(module, op) for module, ops in IN.items() for op in ops.split() if op in OPS]
LEFT_OUT = {"layer_normalization": {"rms_scaling"}}


def classes(module):
    found = importlib.import_module(MODULE + module)
    return {
        name: item
        for name, item in vars(found).items()
        if inspect.isclass(item)
        and issubclass(item, Operation)
        and item.__module__ == found.__name__
    }


def names(function):
    return list(inspect.signature(function).parameters)


@pytest.mark.parametrize("module", ["core", "numpy", "nn", "math", "linalg", "image", "einops"])
def test_no_class_is_missing(module):
    known = {name for home, name in NAMES if home == MODULE + module}
    assert set(classes(module)) - OTHER == known


@pytest.mark.parametrize(("module", "op"), ROWS, ids=[op for _, op in ROWS])
def test_arguments_beside_the_op_are_those_of_the_class(module, op):
    _, name, beside = class_of(op)
    cls = classes(module)[name]
    taken = [p for p in names(cls.__init__)[1:] if p not in ("name", "args", "kwargs")]
    assert list(beside) == taken
    public = getattr(keras.ops, op, None) or getattr(keras.ops.image, op)
    rest = [p for p in names(public) if p not in taken and p != "kwargs"]
    assert len(rest) == len([p for p in names(cls.call)[1:] if p != "kwargs"])
    assert set(taken) - set(names(public)) <= LEFT_OUT.get(op, set())


@pytest.mark.parametrize("op", sorted(OPS))
def test_every_op_keras_has_is_named(op):
    if getattr(keras.ops, op, None) is None:
        pytest.skip("Keras has no such op")
    found = class_of(op)
    if found is None:
        assert op in WITHOUT_CLASS
        return
    assert op_of(*found[:2]) == op


def test_each_name_of_an_op_leads_to_one():
    assert all(op_of(*class_of(other)[:2]) == op for other, op in SAME.items())
    assert op_of("os", "system") is None
