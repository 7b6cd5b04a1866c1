"""Real Keras without its compiling of what draws numbers, and with channels first."""

import numpy as np
import pytest

import tahr


@pytest.fixture
def drawn_at_once(monkeypatch):
    """Has Keras draw kernels by NumPy: it would compile a program for each shape."""
    keras = pytest.importorskip("keras", reason="real Keras is not installed")
    rng = np.random.default_rng(0)

    def draw(self, shape, dtype=None, **_):
        deviation = (2 / np.prod(shape[:-1])) ** 0.5
        return (rng.standard_normal(shape, "float32") * np.float32(deviation)).astype(dtype)

    monkeypatch.setattr(keras.initializers.VarianceScaling, "__call__", draw)


@pytest.fixture
def channels_first():
    """Has both libraries put channels first."""
    keras = pytest.importorskip("keras", reason="real Keras is not installed")
    for library in (keras, tahr):
        library.config.set_image_data_format("channels_first")
    yield
    for library in (keras, tahr):
        library.config.set_image_data_format("channels_last")
