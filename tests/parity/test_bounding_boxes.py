"""Bounding boxes against Keras's."""

from typing import Any

import keras
import numpy as np
import pytest
from keras.utils import bounding_boxes as theirs

from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.ops.boxes.formats import FORMATS
from tahr.utils import bounding_boxes as ours

RANDOM = np.random.default_rng(5)


def boxes(*lead: int) -> np.ndarray:
    """Draws boxes in an image of 8 by 9, some of them beyond its edges."""
    start = RANDOM.uniform(-2, 6, (*lead, 2))
    return np.concatenate([start, start + RANDOM.uniform(0.5, 6, (*lead, 2))], -1).astype("float32")


BOXES, BATCH = boxes(6), boxes(3, 6)
LABELS = np.arange(6)
COMMON = [name for name in FORMATS if name != "rel_center_yxhw"]


def agree(found: Any, expected: Any) -> None:
    expected = np.asarray(keras.ops.convert_to_numpy(expected))
    np.testing.assert_allclose(current.to_numpy(found), expected, rtol=1e-5, atol=1e-5)


@pytest.fixture(autouse=True)
def on_numpy() -> Any:
    with current.using("numpy"):
        yield


@pytest.mark.parametrize("source", COMMON)
@pytest.mark.parametrize("target", COMMON)
def test_formats(source: str, target: str) -> None:
    size = {"height": 8, "width": 9}
    given = theirs.convert_format(BATCH, "xyxy", source, **size)
    agree(ours.convert_format(BATCH, "xyxy", source, **size), given)
    found = ours.convert_format(np.asarray(given), source.upper(), target, **size)
    agree(found, theirs.convert_format(given, source, target, **size))


def test_overlaps() -> None:
    for one, other in ((BOXES, BOXES[:4]), (BATCH, BOXES), (BOXES, BATCH), (BATCH, BATCH)):
        agree(ours.compute_iou(one, other, "xyxy"), theirs.compute_iou(one, other, "xyxy"))
    gone = np.concatenate([BOXES, np.full((1, 4), -1.0, "float32")])
    options = {"use_masking": True, "mask_val": -7}
    agree(
        ours.compute_iou(gone, gone, "xyxy", **options),
        theirs.compute_iou(gone, gone, "xyxy", **options),
    )
    shape = (8, 9, 3)
    part = BOXES / 9
    expected = theirs.compute_iou(part, part, "rel_xyxy", image_shape=shape)
    agree(ours.compute_iou(part, part, "rel_xyxy", image_shape=shape), expected)
    for name in ("xyxy", "center_xywh"):
        found = ours.compute_ciou(BATCH + 3, BATCH[::-1] + 3, name)
        agree(found, theirs.compute_ciou(BATCH + 3, BATCH[::-1] + 3, name))


def test_moves() -> None:
    numbers = [np.array(n, "float32") for n in (
        [30, -40, 5], [0.1, 0.2, 0], [0.2, 0, -0.3], [1.5, 1, 0.5], [10, 0, -4], [5, 0, 8],
    )]  # fmt: skip
    tensor = keras.ops.convert_to_tensor
    given = [tensor(n) for n in numbers]
    expected = theirs.affine_transform(tensor(BATCH), *given, 8, 9)
    np.testing.assert_allclose(
        ours.affine_transform(BATCH, *numbers, 8, 9), np.asarray(expected), rtol=1e-4, atol=1e-4
    )
    middle = {
        "center_x": np.array([0.2, 0.5, 0.9], "float32"),
        "center_y": np.full(3, 0.7, "float32"),
    }
    expected = theirs.affine_transform(
        tensor(BATCH), *given, 8, 9, **{k: tensor(v) for k, v in middle.items()}
    )
    found = ours.affine_transform(BATCH, *numbers, 8, 9, **middle)
    np.testing.assert_allclose(found, np.asarray(expected), rtol=1e-4, atol=1e-4)
    agree(ours.crop(BATCH, 2, 1, 4, 5), theirs.crop(BATCH, 2, 1, 4, 5))
    agree(ours.pad(BATCH, 2, 1), theirs.pad(BATCH, 2, 1))


def test_edges() -> None:
    data = {"boxes": BOXES, "labels": LABELS}
    found = ours.clip_to_image_size(data, 5, 4)
    expected = theirs.clip_to_image_size(data, 5, 4)
    agree(found["boxes"], expected["boxes"])
    agree(found["labels"], expected["labels"])
    part = {"boxes": BOXES / 5, "labels": LABELS}
    found = ours.clip_to_image_size(part, bounding_box_format="rel_xyxy")
    agree(found["boxes"], theirs.clip_to_image_size(part, bounding_box_format="rel_xyxy")["boxes"])
    wide = ours.convert_format(data, "xyxy", "center_yxhw")
    again = ours.clip_to_image_size(wide, 5, 4, "center_yxhw")
    agree(ours.convert_format(again["boxes"], "center_yxhw", "xyxy"), expected["boxes"])


@pytest.mark.parametrize("order", ["center_yxhw", "center_xywh"])
@pytest.mark.parametrize("variance", [None, [0.1, 0.1, 0.2, 0.2]])
def test_deltas(order: str, variance: Any) -> None:
    anchors, wanted = boxes(6) + 3, BATCH + 3
    options = {"variance": variance, "image_shape": (8, 9, 3)}
    found = ours.encode_box_to_deltas(anchors, wanted, "xyxy", "xyxy", order, **options)
    agree(found, theirs.encode_box_to_deltas(anchors, wanted, "xyxy", "xyxy", order, **options))
    back = ours.decode_deltas_to_boxes(anchors, found, "xyxy", "xywh", order, **options)
    agree(back, theirs.convert_format(wanted, "xyxy", "xywh"))
    tensor = keras.ops.convert_to_tensor
    expected = theirs.decode_deltas_to_boxes(
        {0: tensor(anchors)}, {0: tensor(np.asarray(found))}, "xyxy", "rel_xyxy", order, **options
    )
    levels = ours.decode_deltas_to_boxes(
        {0: anchors}, {0: found}, "xyxy", "rel_xyxy", order, **options
    )
    agree(levels[0], expected[0])


def test_one_clear_error() -> None:
    with pytest.raises(ArgumentError, match="source cannot be 'xyxx'"):
        ours.convert_format(BOXES, "xyxx", "xywh")
    with pytest.raises(ArgumentError, match="height and width"):
        ours.convert_format(BOXES, "xyxy", "rel_xyxy")
    with pytest.raises(ArgumentError, match="image_shape"):
        ours.compute_ciou(BOXES, BOXES, "rel_xyxy")
    with pytest.raises(ArgumentError, match="four numbers"):
        ours.encode_box_to_deltas(BOXES, BOXES, "xyxy", "xyxy", variance=[1.0, 2.0])
    with pytest.raises(ArgumentError, match="encoding_format"):
        ours.encode_box_to_deltas(BOXES, BOXES, "xyxy", "xyxy", "xywh")
    with pytest.raises(ArgumentError, match="pixels"):
        ours.crop(BOXES, 1, 1, 2, 2, bounding_box_format="rel_xyxy")
