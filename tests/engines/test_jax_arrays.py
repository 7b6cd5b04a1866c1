"""Tensors of other libraries on the JAX engine."""

import numpy as np

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
