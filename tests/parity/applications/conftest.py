"""Real Keras without its compiling of what draws numbers."""

import numpy as np
import pytest


@pytest.fixture
def drawn_at_once(monkeypatch):
    """Has Keras draw kernels by NumPy: it would compile a program for each shape."""
    keras = pytest.importorskip("keras", reason="real Keras is not installed")
    rng = np.random.default_rng(0)

    def draw(self, shape, dtype=None, **_):
        deviation = (2 / np.prod(shape[:-1])) ** 0.5
        return (rng.standard_normal(shape, "float32") * np.float32(deviation)).astype(dtype)

    monkeypatch.setattr(keras.initializers.VarianceScaling, "__call__", draw)
