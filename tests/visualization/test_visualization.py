"""Pictures of boxes, masks and galleries."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tahr import visualization
from tahr.core.errors import ArgumentError, DtypeError, ShapeError

pytest.importorskip("matplotlib", reason="matplotlib is not installed")
IMAGES = np.full((2, 30, 40, 3), 50, "uint8")
BOXES = {
    "boxes": np.array([[[5.0, 6.0, 20.0, 25.0]], [[-5.0, 2.0, 50.0, 12.0]]]),
    "labels": np.array([[1], [-1]]),
    "confidences": np.array([[0.5], [0.5]]),
}


def test_boxes_are_frames_in_their_colour() -> None:
    drawn = visualization.draw_bounding_boxes(
        IMAGES, BOXES, "xyxy", color=(9, 200, 7), line_thickness=1
    )
    assert drawn.dtype == "uint8"
    assert (IMAGES == 50).all()
    rows, columns = np.nonzero((drawn[0] == (9, 200, 7)).all(-1))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (6, 25, 5, 20)
    assert len(rows) == 2 * 16 + 2 * 18
    assert (drawn[1] == 50).all()
    first = visualization.draw_bounding_boxes(
        IMAGES.transpose(0, 3, 1, 2), BOXES, "xyxy", color=(9, 200, 7), line_thickness=1,
        data_format="channels_first",
    )  # fmt: skip
    assert (first == drawn).all()


def test_names_are_written_beside_boxes() -> None:
    plain = visualization.draw_bounding_boxes(IMAGES, BOXES, "xyxy")
    named = visualization.draw_bounding_boxes(IMAGES, BOXES, "xyxy", class_mapping={1: "cat"})
    changed = np.nonzero((plain != named).any(-1))
    assert len(changed[0]) > 10
    assert not changed[0].any()


def test_masks_are_blended() -> None:
    masks = np.zeros((2, 30, 40, 1), "int32")
    masks[:, :10, :10], masks[:, 20:, 20:] = 1, 2
    colours = {1: (255, 0, 0), 2: (0, 0, 255)}
    drawn = visualization.draw_segmentation_masks(IMAGES, masks, color_mapping=colours, alpha=0.5)
    assert drawn[0, 0, 0].tolist() == [152, 25, 25]
    assert drawn[0, 15, 15].tolist() == [50, 50, 50]
    assert drawn[0, 25, 25].tolist() == [25, 25, 152]
    bare = visualization.draw_segmentation_masks(
        IMAGES, masks[..., 0], color_mapping=colours, blend=False, ignore_index=2
    )
    assert bare[0, 0, 0].tolist() == [255, 0, 0]
    assert bare[0, 25, 25].tolist() == [50, 50, 50]
    few = visualization.draw_segmentation_masks(IMAGES, masks, num_classes=1)
    assert (few[0, 25, 25] == 50).all()
    assert (few[0, 0, 0] != 50).any()


def test_galleries_are_written_to_files(tmp_path: Path) -> None:
    import PIL.Image

    path = tmp_path / "gallery.png"
    visualization.plot_image_gallery(
        IMAGES / 255, value_range=(0, 1), path=path, y_true=[0, 1], y_pred=[0, 0],
        label_map={0: "cat", 1: "dog"}, dpi=50, transparent=False,
    )  # fmt: skip
    with PIL.Image.open(path) as picture:
        assert picture.size[0] > picture.size[1] > 50
    figure = visualization.plot_bounding_box_gallery(
        IMAGES, "xyxy", y_true=BOXES, y_pred=BOXES, legend=True, show=False, cols=1
    )
    assert figure is not None
    assert len(figure.axes) == 2
    assert [text.get_text() for text in figure.legends[0].texts] == ["Ground truth", "Prediction"]
    masks = np.ones((2, 30, 40), "int32")
    figure = visualization.plot_segmentation_mask_gallery(IMAGES, 2, y_true=masks, show=False)
    assert figure is not None
    assert figure.axes[0].images[0].get_array().shape == (30, 80, 3)


WRONG: dict[str, tuple[type[Exception], Any]] = {
    "a batch of images": (ShapeError, lambda v: v.draw_bounding_boxes(IMAGES[0], BOXES, "xyxy")),
    '"boxes" and "labels"': (ArgumentError, lambda v: v.draw_bounding_boxes(IMAGES, [1], "xyxy")),
    "cannot be 'xxyy'": (ArgumentError, lambda v: v.draw_bounding_boxes(IMAGES, BOXES, "xxyy")),
    "each image needs its boxes": (
        ShapeError, lambda v: v.draw_bounding_boxes(IMAGES[:1], BOXES, "xyxy"),
    ),
    "numbers of classes": (
        DtypeError, lambda v: v.draw_segmentation_masks(IMAGES, np.ones((2, 30, 40))),
    ),
    "each image needs its mask": (
        ShapeError, lambda v: v.draw_segmentation_masks(IMAGES, np.ones((2, 3, 4), "int32")),
    ),
    "from 0 to 1": (
        ArgumentError,
        lambda v: v.draw_segmentation_masks(IMAGES, np.ones((2, 30, 40), "int32"), alpha=2.0),
    ),
    "not both": (ArgumentError, lambda v: v.plot_image_gallery(IMAGES, path="x.png", show=True)),
    "label_map is needed": (ArgumentError, lambda v: v.plot_image_gallery(IMAGES, y_true=[1, 2])),
    "give one": (
        ArgumentError,
        lambda v: v.plot_bounding_box_gallery(IMAGES, "xyxy", legend=True, legend_handles=[]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("says", WRONG)
def test_one_clear_error(says: str) -> None:
    kind, call = WRONG[says]
    with pytest.raises(kind, match=says):
        call(visualization)
