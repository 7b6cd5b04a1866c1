"""Functional models with ops on images, in files from Keras and for Keras."""

import keras
import numpy as np
import pytest

import tahr

X = np.random.default_rng(4).random((2, 8, 7, 3)).astype("float32")


def model(module):
    image = module.ops.image
    x = module.layers.Input((8, 7, 3))
    small = image.resize(x, (6, 6), "bicubic", antialias=True, pad_to_aspect_ratio=True)
    cut = image.crop_images(small, 1, 0, target_height=4, right_cropping=1)
    grey = image.rgb_to_grayscale(image.hsv_to_rgb(image.rgb_to_hsv(cut)))
    edges = module.ops.reshape(image.sobel_edges(grey), (-1, 4, 5, 2))
    patches = image.extract_patches(image.pad_images(edges, 0, 1, 0, 0), 2)
    return module.Model(x, [patches, image.ssim(x, x, filter_size=3)])


@pytest.mark.parametrize(("writer", "reader"), [(tahr, keras), (keras, tahr)])
def test_a_model_is_the_same_on_the_other_side(tmp_path, writer, reader):
    made = model(writer)
    made.save(tmp_path / "model.keras")
    read = reader.models.load_model(tmp_path / "model.keras")
    for one, other in zip(read.predict(X, verbose=0), made.predict(X, verbose=0), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)
