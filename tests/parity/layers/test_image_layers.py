"""Layers on images against Keras's: what they make of the same drawn transformation."""

import json
from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
import pytest
from tests.cases.images import ALL, CERTAIN, COLOUR, GEOMETRY
from tests.parity.layers.test_layers import plain

from tahr import layers
from tahr.core import current, names

pytestmark = pytest.mark.filterwarnings(
    "ignore:(?s).*Explicitly requested dtype int64"  # Keras's orders of a batch, on JAX
)
RANDOM = np.random.default_rng(3)
SHAPE = (5, 12, 16, 3)
IMAGES = RANDOM.random(SHAPE).astype("float32")
BYTES = RANDOM.integers(0, 256, SHAPE).astype("uint8")
MASKS = RANDOM.integers(0, 4, (*SHAPE[:3], 1)).astype("uint8")
BOXES = np.array([[[2, 3, 7, 6], [8, 5, 12, 11], [0, 0, 16, 12]]] * 5, "float32")
LABELS = np.array([[1, 2, 3]] * 5)

DRAWN = {**COLOUR, **GEOMETRY}
RENAMED = {"flip": {"flips": "flips_across"}, "flip down": {"flips": "flips_down"}}
"""What Keras calls otherwise in what it draws."""


def agree(ours: Any, theirs: Any, atol: float = 1e-5) -> None:
    found, expected = current.to_numpy(ours), np.asarray(theirs)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found.astype("float64"), expected.astype("float64"), 1e-5, atol)


def of_keras(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: of_keras(item) for key, item in value.items()}
    return np.asarray(value) if hasattr(value, "dtype") else value


def drawn(case: str, theirs: Any) -> tuple[Any, dict[str, Any]]:
    """Returns what Keras draws, and the same in Tahr's words."""
    given = theirs.get_random_transformation({"images": IMAGES}, training=True)
    names_of = RENAMED.get(case, {})
    own = {names_of.get(key, key): value for key, value in of_keras(given).items()}
    return given, {**own, "input_shape": SHAPE}


@pytest.mark.parametrize("case", DRAWN)
def test_the_same_transformation_gives_the_same_images(case: str) -> None:
    theirs, ours = DRAWN[case](keras.layers, seed=4), DRAWN[case](layers, seed=4)
    given, own = drawn(case, theirs)
    expected = theirs.transform_images(keras.ops.convert_to_tensor(IMAGES), given, training=True)
    with current.using("numpy"):
        agree(ours.transform_images(IMAGES, own), expected)


@pytest.mark.parametrize("case", CERTAIN)
def test_what_draws_nothing(case: str) -> None:
    theirs, ours = CERTAIN[case](keras.layers), CERTAIN[case](layers)
    # Keras counts the shades of a whole batch together, as if it were one image.
    expected = np.stack([np.asarray(theirs(image, training=True)) for image in IMAGES[:2]])
    with current.using("numpy"):
        found = ours(IMAGES[:2])
        # A shade that lies between two is rounded either way: one of 255.
        agree(found, expected, 0.004 if case.startswith("equalization") else 1e-5)
        first = CERTAIN[case](layers, data_format="channels_first")
        agree(np.transpose(first(IMAGES[:2].transpose(0, 3, 1, 2)), (0, 2, 3, 1)), found)
        agree(ours(IMAGES[1]), found[1])


@pytest.mark.parametrize("case", ["resizing", "resizing nearest", "grayscale", "center crop"])
def test_bytes(case: str) -> None:
    theirs, ours = CERTAIN[case](keras.layers), CERTAIN[case](layers)
    expected = np.asarray(theirs(BYTES, training=True))
    with current.using("numpy"):
        found = ours(BYTES)
    assert found.dtype == expected.dtype
    agree(found, expected, 1.0)  # halves are rounded to either side


EXACT = ("flip", "flip down", "rotation", "translation", "zoom", "zoom alike", "perspective")


@pytest.mark.parametrize("case", EXACT)
def test_boxes_and_masks_move_alike(case: str) -> None:
    options = {"bounding_box_format": "xyxy", "seed": 4}
    theirs, ours = DRAWN[case](keras.layers, **options), DRAWN[case](layers, **options)
    given, own = drawn(case, theirs)
    tensor = keras.ops.convert_to_tensor
    boxes = {"boxes": tensor(BOXES), "labels": tensor(LABELS)}
    expected = theirs.transform_bounding_boxes(boxes, given, training=True)
    masks = theirs.transform_segmentation_masks(tensor(MASKS), given, training=True)
    with current.using("numpy"):
        found = ours.transform_bounding_boxes({"boxes": BOXES, "labels": LABELS}, own)
        agree(found["boxes"], expected["boxes"], 1e-4)
        agree(found["labels"], expected["labels"])
        agree(ours.transform_segmentation_masks(MASKS, own), masks)


@pytest.mark.parametrize("axis", [0, 1])
def test_boxes_that_are_sheared(axis: int) -> None:
    shear = np.zeros((5, 2), "float32")
    shear[:, axis] = [-0.3, -0.1, 0.0, 0.2, 0.3]
    square = (5, 16, 16, 3)
    own = {"shear_factor": shear, "input_shape": square}
    theirs = keras.layers.RandomShear(0.3, 0.3, bounding_box_format="xyxy")
    ours = layers.RandomShear(0.3, 0.3, bounding_box_format="xyxy")
    tensor = keras.ops.convert_to_tensor
    boxes = {"boxes": tensor(BOXES), "labels": tensor(LABELS)}
    given = {"shear_factor": tensor(shear), "input_shape": square}
    expected = theirs.transform_bounding_boxes(boxes, given, training=True)
    with current.using("numpy"):
        found = ours.transform_bounding_boxes({"boxes": BOXES, "labels": LABELS}, own)
    agree(found["boxes"], expected["boxes"], 1e-4)


@pytest.mark.parametrize("case", ["resizing", "center crop", "center crop larger"])
def test_boxes_of_another_size(case: str) -> None:
    data = {"images": IMAGES, "bounding_boxes": {"boxes": BOXES, "labels": LABELS}}
    theirs = CERTAIN[case](keras.layers, bounding_box_format="xyxy")
    expected = theirs(
        {"images": IMAGES, "bounding_boxes": {"boxes": BOXES, "labels": LABELS.astype("float32")}}
    )["bounding_boxes"]
    with current.using("numpy"):
        found = CERTAIN[case](layers, bounding_box_format="xyxy")(data)["bounding_boxes"]
    agree(found["boxes"], expected["boxes"], 1e-4)
    agree(found["labels"], expected["labels"])


def test_mixed_labels() -> None:
    for name in ("cut mix", "mix up"):
        theirs, ours = ALL[name](keras.layers, seed=4), ALL[name](layers, seed=4)
        given, own = drawn(name, theirs)
        labels, tensor = np.eye(5, dtype="float32"), keras.ops.convert_to_tensor
        with current.using("numpy"):
            agree(
                ours.transform_labels(labels, own), theirs.transform_labels(tensor(labels), given)
            )
            images = theirs.transform_images(tensor(IMAGES), given, training=True)
            agree(ours.transform_images(IMAGES, own), images)


@pytest.mark.parametrize("case", ALL)
def test_configurations_and_state(case: str) -> None:
    keras.utils.clear_session(free_memory=False)
    options = {} if case in CERTAIN else {"seed": 4}
    theirs = ALL[case](keras.layers, **options)
    with names.fresh():
        ours = ALL[case](layers, **options)
    assert plain(ours.get_config()) == plain(theirs.get_config())
    written = json.loads(json.dumps(keras.saving.serialize_keras_object(theirs)))
    assert plain(layers.deserialize(written).get_config()) == plain(theirs.get_config())
    if case in ("jitter", "rand augment", "aug mix"):  # which make their parts when first called
        theirs(IMAGES, training=True)
    assert len(ours.variables) == len(theirs.variables)


def test_pipelines_are_written_alike() -> None:
    keras.utils.clear_session(free_memory=False)

    def make(module: Any) -> Any:
        return module.Pipeline([module.RandomFlip(seed=3), module.Resizing(3, 4)])

    with names.fresh():
        ours = make(layers)
    theirs = make(keras.layers)
    assert plain(ours.get_config()) == plain(theirs.get_config())
    again = layers.deserialize(json.loads(json.dumps(layers.serialize(ours))))
    assert plain(again.get_config()) == plain(ours.get_config())


SPREAD = {
    "brightness": "rgb_delta", "degeneration": "factor", "contrast": "contrast_factor",
    "hue": "factor", "saturation": "factor", "sharpness": "factor", "invert": "apply_inversion",
    "posterization": "shift_factor", "rotation": "angle",
    "translation": "translations", "zoom": "height_zoom", "shear": "shear_factor",
    "perspective": "end_points", "cut mix": "mix_weight", "mix up": "mix_weight",
    "erasing": "batch_masks",
}  # fmt: skip


def test_thresholds_are_spread_over_the_range_that_is_given() -> None:
    many = {"images": np.zeros((1500, 8, 10, 3), "float32")}
    with current.using("numpy"):
        drawn = layers.Solarization(0.0, (0.2, 0.6), seed=4).get_random_transformation(many)
        found = np.asarray(drawn["thresholds"]).ravel() / 255
    assert 0.2 <= found.min() < 0.21 and 0.59 < found.max() <= 0.6
    assert abs(found.mean() - 0.4) < 0.01


@pytest.mark.parametrize("case", SPREAD)
def test_what_is_drawn_is_spread_alike(case: str) -> None:
    many = np.zeros((1500, 8, 10, 3), "float32")
    theirs = ALL[case](keras.layers, seed=4).get_random_transformation({"images": many})
    with current.using("numpy"):
        ours = ALL[case](layers, seed=4).get_random_transformation({"images": many})
    found, expected = (
        np.asarray(t[SPREAD[case]], "float64").reshape(1500, -1) for t in (ours, theirs)
    )
    scale = expected.std(0).max() or 1.0
    np.testing.assert_allclose(found.mean(0).mean(), expected.mean(0).mean(), atol=0.1 * scale)
    np.testing.assert_allclose(found.std(0).mean(), expected.std(0).mean(), atol=0.1 * scale)
    lost = np.abs(np.quantile(found, [0.1, 0.9]) - np.quantile(expected, [0.1, 0.9])).max()
    assert lost <= 0.25 * scale
