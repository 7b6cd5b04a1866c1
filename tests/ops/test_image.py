"""Images of odd shapes and dtypes, and arguments that make no sense."""

import numpy as np
import pytest

from tahr import ops
from tahr.core import current
from tahr.core.errors import ArgumentError, DtypeError, ShapeError
from tahr.ops.symbolic import SymbolicTensor

IMAGES = np.random.default_rng(2).random((2, 4, 5, 3)).astype("float32")
FIRST = IMAGES.transpose(0, 3, 1, 2)
I = ops.image  # noqa: E741
ALIKE = [
    lambda x, **f: I.resize(x, (3, 7), "bicubic", True, **f),
    lambda x, **f: I.resize(x, (6, 6), pad_to_aspect_ratio=True, **f),
    lambda x, **f: I.resize(x, (6, 6), "nearest", crop_to_aspect_ratio=True, **f),
    lambda x, **f: I.affine_transform(x, [0.9, 0.1, 0.4, 0.2, 1.1, -0.3, 0.01, 0.0], **f),
    lambda x, **f: I.gaussian_blur(x, (3, 5), (1.0, 0.5), **f),
    I.rgb_to_grayscale,
    I.rgb_to_hsv,
    I.hsv_to_rgb,
    lambda x, **f: I.crop_images(x, 1, 1, 0, 2, **f),
    lambda x, **f: I.pad_images(x, 1, 1, 0, 2, **f),
    lambda x, **f: I.elastic_transform(x, 2.0, 1.0, seed=3, **f),
    lambda x, **f: I.extract_patches(x, 2, **f),
]


@pytest.fixture(autouse=True)
def numpy_engine():
    with current.using("numpy"):
        yield


@pytest.mark.parametrize("call", ALIKE)
def test_channels_first_gives_the_same(call):
    found = call(FIRST, data_format="channels_first")
    np.testing.assert_array_equal(np.moveaxis(found, 1, 3), call(IMAGES))


@pytest.mark.parametrize("call", ALIKE[:-2])
def test_one_image_is_a_batch_of_one(call):
    np.testing.assert_array_equal(call(IMAGES[0]), call(IMAGES[:1])[0])


@pytest.mark.parametrize("call", ALIKE)
def test_a_batch_may_be_unknown(call):
    found = call(SymbolicTensor((None, 4, 5, 3)))
    assert found.shape == (None, *call(IMAGES).shape[1:])


SIZES = [
    lambda x: I.resize(x, (3, 7)),
    lambda x: I.resize(x, (3, 7), crop_to_aspect_ratio=True),
    lambda x: I.resize(x, (3, 7), "nearest", pad_to_aspect_ratio=True),
    lambda x: I.affine_transform(x, [0.9, 0.1, 0.4, 0.2, 1.1, -0.3, 0.0, 0.0]),
    I.gaussian_blur,
    lambda x: I.pad_images(x, 1, 1, 0, 2),
    lambda x: I.extract_patches(x, 2, padding="same"),
]


@pytest.mark.parametrize("call", SIZES)
def test_heights_and_widths_may_be_unknown(call):
    found, wanted = call(SymbolicTensor((None, None, None, 3))), call(IMAGES)
    assert len(found.shape) == wanted.ndim
    assert found.shape[-1] == wanted.shape[-1]


@pytest.mark.parametrize("method", ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"])
def test_one_pixel_fills_any_size(method):
    found = I.resize(np.full((1, 1, 1), 0.7, "float32"), (3, 2), method)
    np.testing.assert_allclose(found, np.full((3, 2, 1), 0.7), rtol=1e-6)
    assert I.resize(IMAGES, (1, 1), method, antialias=True).shape == (2, 1, 1, 3)


@pytest.mark.parametrize("method", ["bilinear", "bicubic", "lanczos3", "lanczos5"])
def test_what_is_even_stays_so(method):
    even = np.full((1, 6, 7, 1), 0.25, "float32")
    for size in ((3, 3), (9, 20)):
        for antialias in (False, True):
            found = I.resize(even, size, method, antialias)
            np.testing.assert_allclose(found, np.full((1, *size, 1), 0.25), rtol=1e-5)


def test_bytes_are_rounded_and_stay_in_range():
    steep = np.array([0, 0, 255, 255, 0, 0], "uint8").reshape(1, 6, 1)
    found = I.resize(steep, (1, 17), "lanczos3")
    exact = I.resize(steep.astype("float32"), (1, 17), "lanczos3")
    assert found.dtype == "uint8"
    assert exact.min() < -5
    assert exact.max() > 260
    np.testing.assert_array_equal(found, np.clip(np.round(exact), 0, 255))
    np.testing.assert_array_equal(I.gaussian_blur(steep, (1, 3)), np.round(
        I.gaussian_blur(steep.astype("float32"), (1, 3))))  # fmt: skip


def test_a_perspective_is_not_flat():
    far = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.5, 0.0]
    row = np.arange(5, dtype="float32").reshape(1, 5, 1)
    found = I.affine_transform(row, far)[0, :, 0]
    x = np.arange(5)
    np.testing.assert_allclose(found, x / (0.5 * x + 1), rtol=1e-5)


def test_four_points_go_where_they_are_sent():
    start = np.array([[1, 1], [8, 2], [2, 7], [9, 8]], "float32")
    end = np.array([[0, 1], [7, 1], [3, 9], [9, 7]], "float32")
    y, x = np.mgrid[:10, :10].astype("float32")
    found = I.perspective_transform(np.stack([x, y], -1), start, end)
    for (a, b), (c, d) in zip(start, end, strict=True):
        np.testing.assert_allclose(found[int(d), int(c)], (a, b), atol=1e-3)


@pytest.mark.parametrize("size", [2, (1, 3), (2, 2, 2)])
def test_patches_are_put_together_again(size):
    shape = (2, 4, 6, 2) if size != (2, 2, 2) else (1, 4, 2, 6, 2)
    x = np.random.default_rng(1).random(shape).astype("float32")
    np.testing.assert_array_equal(I.reconstruct_patches(I.extract_patches(x, size), size), x)
    odd = x[:, :3, :-1]
    patches = I.extract_patches(odd, size, padding="same")
    found = I.reconstruct_patches(patches, size, odd.shape[1:-1], padding="same")
    np.testing.assert_array_equal(found, odd)


def test_rubber_moves_each_image_its_own_way_by_as_much_as_said():
    y, x = np.mgrid[:80, :80].astype("float32")
    both = np.stack([np.stack([y, x], -1)] * 2)
    moves = I.elastic_transform(both, 20.0, 3.0, seed=5) - both
    inner = moves[:, 20:-20, 20:-20]
    assert 3.5 < inner.std() < 8
    assert np.abs(inner[0] - inner[1]).max() > 5
    assert abs(np.corrcoef(inner[..., 0].ravel(), inner[..., 1].ravel())[0, 1]) < 0.5
    again = I.elastic_transform(both, 20.0, 3.0, seed=5) - both
    np.testing.assert_array_equal(again, moves)


def test_a_gaussian_is_smoothed_into_a_wider_one():
    spot = np.zeros((1, 9, 9, 2), "float32")
    spot[0, 4, 4, 1] = 1.0
    found = I.gaussian_blur(spot, (5, 5), (1.0, 2.0))
    assert not found[..., 0].any()
    across, down = (np.exp(-(np.arange(-2, 3) ** 2) / (2 * s**2)) for s in (2.0, 1.0))
    wanted = np.outer(down / down.sum(), across / across.sum())
    np.testing.assert_allclose(found[0, 2:7, 2:7, 1], wanted, rtol=1e-5)


WRONG = [
    (ArgumentError, "interpolation cannot be 'area'", lambda: I.resize(IMAGES, (2, 2), "area")),
    (ArgumentError, "size does not fit", lambda: I.resize(IMAGES, (0, 2))),
    (ArgumentError, "size does not fit", lambda: I.resize(IMAGES, 4)),
    (ArgumentError, "size does not fit", lambda: I.resize(IMAGES, (2.5, 2))),
    (ArgumentError, "fill_mode cannot be", lambda: I.resize(IMAGES, (2, 2), fill_mode="wrap")),
    (ArgumentError, "not both", lambda: I.resize(
        IMAGES, (2, 2), crop_to_aspect_ratio=True, pad_to_aspect_ratio=True)),
    (ShapeError, "one image or a batch", lambda: I.resize(IMAGES[0, 0], (2, 2))),
    (ArgumentError, "data_format cannot be", lambda: I.resize(IMAGES, (2, 2), data_format="x")),
    (ArgumentError, "order cannot be 2", lambda: I.map_coordinates([1.0], [[0.0]], 2)),
    (ArgumentError, "fill_mode cannot be", lambda: I.map_coordinates([1.0], [[0.0]], 1, "x")),
    (ShapeError, "a place for each axis", lambda: I.map_coordinates(IMAGES, [[0.0]], 1)),
    (ShapeError, "8 numbers", lambda: I.affine_transform(IMAGES, [1.0, 0.0])),
    (ShapeError, "each image needs", lambda: I.affine_transform(IMAGES, np.ones((3, 8)))),
    (ShapeError, "four points", lambda: I.perspective_transform(IMAGES, [[1.0, 2.0]], [[1.0, 2]])),
    (ArgumentError, "two of top_cropping", lambda: I.crop_images(IMAGES, 1, 1)),
    (ArgumentError, "target_height does not", lambda: I.crop_images(IMAGES, 2, 0, 2, 0)),
    (ArgumentError, "bottom_padding does", lambda: I.pad_images(IMAGES, 1, 0, None, 0, 3)),
    (DtypeError, "images of floats", lambda: I.rgb_to_hsv(IMAGES.astype("uint8"))),
    (ShapeError, "three channels", lambda: I.hsv_to_rgb(IMAGES[..., :2])),
    (ShapeError, "three channels", lambda: I.rgb_to_grayscale(IMAGES[..., :2])),
    (ArgumentError, "sigma does not fit", lambda: I.gaussian_blur(IMAGES, sigma=(0.0, 1.0))),
    (ArgumentError, "kernel_size does not", lambda: I.gaussian_blur(IMAGES, (3, 0))),
    (ArgumentError, "sigma does not fit", lambda: I.elastic_transform(IMAGES, sigma=0)),
    (ShapeError, "smaller than the window", lambda: I.ssim(IMAGES, IMAGES)),
    (ShapeError, "do not fit", lambda: I.ssim(IMAGES, IMAGES[:, :3])),
    (ShapeError, "batch of images", lambda: I.sobel_edges(IMAGES[0])),
    (ArgumentError, "size does not fit", lambda: I.extract_patches(IMAGES, "a")),
    (ArgumentError, "no padding", lambda: I.extract_patches(IMAGES, 2, padding="x")),
    (ShapeError, "larger than the input", lambda: I.extract_patches(IMAGES, 9)),
    (ShapeError, "not of size", lambda: I.reconstruct_patches(np.ones((2, 2, 6)), 2)),
    (ArgumentError, "overlap", lambda: I.reconstruct_patches(np.ones((2, 2, 8)), 2, strides=1)),
    (ArgumentError, "output_size", lambda: I.reconstruct_patches(np.ones((2, 2, 8)), 2, (5, 4))),
    (ArgumentError, "known how much", lambda: I.reconstruct_patches(
        np.ones((2, 2, 8)), 2, padding="same")),
    (ArgumentError, "method cannot be", lambda: I.scale_and_translate(
        IMAGES, IMAGES.shape, [1.0], [0.0], (1,), "nearest")),
    (ShapeError, "change their length", lambda: I.scale_and_translate(
        IMAGES, (2, 4, 9, 3), [1.0], [0.0], (1,), "linear")),
    (ArgumentError, "a number for each axis", lambda: I.scale_and_translate(
        IMAGES, IMAGES.shape, [1.0, 2.0], [0.0], (1,), "linear")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "words", "call"), WRONG)
def test_what_makes_no_sense_gets_one_clear_error(kind, words, call):
    with pytest.raises(kind, match=words):
        call()
