"""Tensors of other libraries on the JAX engine."""

import numpy as np

from tahr import layers, models
from tahr.core import current


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
