"""Points that random image layers move by plain numbers, against Keras's."""

import keras
import numpy as np
import pytest

from tahr import layers

LAYERS = {
    "shear": lambda library: library.RandomShear(0.1, 0.1),
    "translation": lambda library: library.RandomTranslation(0.1, 0.1),
    "zoom": lambda library: library.RandomZoom(0.1),
}


@pytest.mark.parametrize("name", LAYERS)
def test_points_are_keras_s(name):
    x, y = (np.array(v, "float32") for v in ([[1, 2], [3, 4]], [[5, 6], [7, 8]]))
    transforms = np.array([[2, 0.5, 1, 0.25, 3, -1, 0.01, 0.02], [1, 0, 0, 0, 1, 0, 0, 0]])
    given = x, y, transforms.astype("float32")
    theirs = LAYERS[name](keras.layers).get_transformed_x_y(*given)
    ours = LAYERS[name](layers).get_transformed_x_y(*given)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)
