"""Arrays of dtypes that not every engine has: none is turned into other numbers in silence."""

from typing import Any

import numpy as np
import pytest

import tahr
from tahr import layers, ops
from tahr.core import current
from tahr.core.errors import DataError

ENGINES = ("jax", "torch", "tensorflow", "pytensor", "numpy")
TIME = 1_700_000_000_000
WIDE: dict[str, Any] = {
    "timestamps": np.array([[TIME], [TIME + 1]]),
    "a number": TIME,
    "a list": [[TIME]],
    "unsigned": np.array([[2**40]], "uint64"),
    "too small": np.array([-(2**31) - 1]),
}


@pytest.mark.parametrize("kind", WIDE)
def test_whole_numbers_that_jax_cannot_hold(kind: str) -> None:
    value = WIDE[kind]
    with current.using("jax"):
        for door in (ops.convert_to_tensor, layers.Rescaling(1.0), lambda x: ops.add(x, 1)):
            with pytest.raises(DataError, match="32 bits") as caught:
                door(value)
            assert "astype" in str(caught.value)
        as_float = ops.convert_to_numpy(ops.convert_to_tensor(value, "float32"))
        np.testing.assert_array_equal(as_float, np.asarray(value, "float32"))
    with current.using("torch"):
        found = ops.convert_to_numpy(ops.convert_to_tensor(value))
        np.testing.assert_array_equal(found, np.asarray(value))


def test_what_fits_is_as_it_was() -> None:
    with current.using("jax"):
        for value in ([2**31 - 1, -(2**31)], np.array([2**32 - 1], "uint64"), np.zeros((0,), int)):
            found = ops.convert_to_numpy(ops.convert_to_tensor(value))
            np.testing.assert_array_equal(found, value)


def test_timestamps_in_fit_and_predict_and_variables() -> None:
    with current.using("jax"):
        x = WIDE["timestamps"]
        model = tahr.Sequential([tahr.Input((1,), dtype="int64"), layers.Rescaling(1e-12)])
        model.compile("sgd", "mse")
        for call in (
            lambda: model.predict(x, verbose=0),
            lambda: model(x),
            lambda: model.fit(x, np.ones((2, 1)), verbose=0),
            lambda: ops.add(tahr.Variable(x, dtype="int64"), 1),
        ):
            with pytest.raises(DataError, match="32 bits"):
                call()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("dtype", [">f4", ">f8", ">i4", "longdouble"])
def test_other_orders_of_bytes(engine: str, dtype: str) -> None:
    x = np.array([[1.5, 2.0], [3.0, -4.0]]).astype(dtype)
    wanted = x.astype("float32") * 2
    with current.using(engine):
        np.testing.assert_allclose(ops.convert_to_numpy(ops.multiply(x, 2)), wanted)
        np.testing.assert_allclose(ops.convert_to_numpy(layers.Rescaling(2.0)(x)), wanted)
        model = tahr.Sequential([tahr.Input((2,)), layers.Rescaling(2.0)])
        np.testing.assert_allclose(model.predict(x, verbose=0), wanted)
        total = ops.convert_to_numpy(ops.sum(tahr.Variable(x, dtype="float32")))
        assert float(total) == x.astype("float32").sum()


def test_floats_of_numpy_make_variables_of_the_usual_dtype() -> None:
    assert tahr.Variable(np.ones(2)).dtype == "float32"
    assert tahr.Variable(np.ones(2), dtype="float64").dtype == "float64"
    assert tahr.Variable(np.ones(2, "float16")).dtype == "float16"
