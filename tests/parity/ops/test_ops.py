"""Every op gives Keras's values, dtypes and shapes."""

import inspect
from operator import attrgetter

import jax
import keras
import numpy as np
import pytest
from tests.ops import table

from tahr import ops
from tahr.core import current

DIFFERENT_DTYPE = {
    # Keras turns the scalar into float32 here, where elsewhere a scalar takes the tensor's dtype.
    "arctan2": 1.5,
    "logaddexp": 1.5,
    "logaddexp2": 1.5,
}
WRONG = {
    "saturate_cast": "Keras saturates int32 to float32 into the lowest integer",
    "image.gaussian_blur": "Keras smooths along the width alone, and over the channels",
}


@pytest.fixture(autouse=True)
def jax_engine():
    with current.using("jax"):
        yield


def abstract(module, call, tensors):
    """Returns the results' shapes and dtypes without running anything, or None if it is refused."""
    try:
        return jax.eval_shape(lambda *t: table.leaves(call(module, *t)), *tensors)
    except (TypeError, ValueError, AttributeError, jax.errors.JAXTypeError):
        return None


def signature(results):
    return [(r.shape, r.dtype) for r in results]


def is_array(result):
    return isinstance(result, jax.Array | np.ndarray)


@pytest.mark.parametrize("name", [n for n in table.names() if n not in WRONG])
def test_shapes_and_dtypes(name):
    for label, call, tensors in table.rows(name):
        theirs = abstract(keras.ops, call, tensors)
        if theirs is None:
            continue
        mine = abstract(ops, call, tensors)
        assert mine is not None, f"{label} is refused"
        if name in DIFFERENT_DTYPE and len(tensors) == 1:
            continue
        assert signature(mine) == signature(theirs), label


@pytest.mark.parametrize("name", [n for n in table.names() if n not in WRONG])
def test_values(name):
    compared = 0
    for call, tensors in table.calls(name):
        try:
            theirs = run(keras.ops, name, call, tensors)
        except (TypeError, ValueError, AttributeError):
            continue
        table.close(run(ops, name, call, tensors), theirs, TOLERANCE.get(name, 3e-5))
        compared += 1
    assert compared, "Keras refuses every call in the table"


EAGER = ("dtype", "bartlett", "blackman", "hamming", "hanning", "kaiser")
TOLERANCE = {"lstsq": 1e-3, "pinv": 1e-3}


def run(module, name, call, tensors):
    if module is ops:
        with current.using("numpy"):
            return table.leaves(call(ops, *tensors))
    if name in (*table.EAGER, *EAGER):
        return table.leaves(call(module, *map(jax.numpy.asarray, tensors)))
    return table.leaves(jax.jit(lambda *t: call(module, *t))(*tensors))


@pytest.mark.parametrize("name", table.names())
def test_signatures(name):
    assert signature_of(ops, name) == signature_of(keras.ops, name)


def signature_of(module, name):
    parameters = inspect.signature(attrgetter(name)(module)).parameters.values()
    return [(p.name, p.default, p.kind) for p in parameters]
