"""Tensors of other libraries on the JAX engine."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from tahr import layers, models
from tahr.core import current

ENGINE = current.load("jax")


class Foreign:
    """An array that offers its memory."""

    def __init__(self, held: np.ndarray) -> None:
        self.held = held

    def __dlpack__(self, **how: object) -> object:
        return self.held.__dlpack__(**how)

    def __dlpack_device__(self) -> object:
        return self.held.__dlpack_device__()


def test_memory_is_copied() -> None:
    held = np.arange(64, dtype="float32")
    tensor = current.load("jax").asarray(Foreign(held))
    held[0] = 99
    assert float(tensor[0]) == 0


def test_memory_of_numpy_is_copied() -> None:
    room = np.zeros(16384, "uint8")
    held = room[-room.ctypes.data % 64 :][:8192].view("float32")
    for dtype in (None, "float32", "bfloat16"):
        held[:] = 0
        tensor = current.load("jax").asarray(held, dtype)
        held[:] = 99
        assert float(tensor[0]) == 0


def test_training_takes_no_memory_that_others_hold() -> None:
    jnp = current.load("jax").asarray
    model = models.Sequential([layers.Input((3,)), layers.Dense(3), layers.Dense(3)])
    given = jnp(np.eye(3, dtype="float32"))
    first, _, second, _ = model.weights
    first.assign(given)
    second.assign(first)
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 3)), np.ones((4, 3)), verbose=0, engine="jax")
    np.testing.assert_array_equal(given, np.eye(3))
    assert np.isfinite(second.numpy()).all()


@pytest.mark.parametrize("dtype", ["float32", "float16", "int32", "uint8", "bool"])
def test_a_compiled_call_takes_arrays_of_the_host_as_they_are(dtype: str) -> None:
    array = np.ones((2, 3), dtype)
    assert ENGINE.as_step_input(array) is array


@pytest.mark.parametrize("value", [np.ones(2), np.arange(3), [1.0, 2.0], jnp.ones(2)])
def test_other_values_are_converted_for_it(value: object) -> None:
    found = ENGINE.as_step_input(value)
    assert isinstance(found, jax.Array)
    assert found.dtype.itemsize == 4


def test_arrays_of_the_host_run_the_program_that_tensors_run() -> None:
    traced: list[object] = []

    def double(x: jax.Array) -> jax.Array:
        traced.append(x.dtype)
        return x * 2

    run, array = ENGINE.compile(double), np.ones((2, 3), "float32")
    assert np.array_equal(run(ENGINE.as_step_input(array)), run(ENGINE.asarray(array)))
    assert len(traced) == 1


def test_outputs_stay_when_the_data_changes() -> None:
    model = models.Sequential([layers.Input((3,)), layers.Activation("linear")])
    with current.using("jax"):
        x = np.ones((1, 3), "float32")
        found = model.predict(x, verbose=0)
        x[:] = 7
    assert found.tolist() == [[1, 1, 1]]
