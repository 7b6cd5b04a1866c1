"""Bounding boxes drawn on images."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from tahr.core import current
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.extras import required
from tahr.core.tracebacks import ends_at_user
from tahr.ops.boxes.formats import convert_format
from tahr.visualization.gallery import plot_image_gallery
from tahr.visualization.pixels import Colour, as_bytes, batch_of, colour_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONT = 12
"""Height of letters in pixels, where they are not scaled."""


@ends_at_user
def draw_bounding_boxes(
    images: Any,
    bounding_boxes: Any,
    bounding_box_format: str,
    class_mapping: Mapping[int, str] | None = None,
    color: Any = (128, 128, 128),
    line_thickness: int = 2,
    text_thickness: int = 1,
    font_scale: float = 1.0,
    data_format: str | None = None,
) -> np.ndarray:
    """Returns images with their bounding boxes drawn on them.

    Args:
        images: `(batch, height, width, channels)` of values from 0 to 255.
        bounding_boxes: a dictionary of "boxes" `(batch, n, 4)`, "labels" `(batch, n)` and, if
            there are any, "confidences" `(batch, n)`. Boxes of the label -1 are left out.
        bounding_box_format: a name that `utils.bounding_boxes.convert_format` knows.
        class_mapping: what the labels are called; None writes nothing beside the boxes.
        color: red, green and blue from 0 to 255.
        line_thickness: of the boxes in pixels.
        text_thickness: how bold letters are, in pixels around them less one.
        font_scale: how much larger letters are.
        data_format: where the channels are; the configured place by default.

    Returns:
        Bytes `(batch, height, width, channels)`.

    Raises:
        ArgumentError: an argument makes no sense.
        ShapeError: images and boxes are no batches of the same number.
        MissingExtraError: there is something to write, and Pillow is not installed.

    Example:
        >>> boxes = {"boxes": [[[1.0, 1.0, 3.0, 3.0]]], "labels": [[0]]}
        >>> images = np.zeros((1, 5, 5, 3))
        >>> drawn = draw_bounding_boxes(images, boxes, "xyxy", line_thickness=1)
        >>> drawn[0, :, :, 0].tolist()[1:3]
        [[0, 128, 128, 128, 0], [0, 128, 0, 128, 0]]
    """
    drawn = as_bytes(batch_of(images, data_format)).copy()
    if not isinstance(bounding_boxes, Mapping) or not {"boxes", "labels"} <= {*bounding_boxes}:
        raise ArgumentError(
            'bounding_boxes is a dictionary of "boxes" and "labels"', got=told(bounding_boxes)
        )
    parts = {k: np.asarray(current.to_numpy(v)) for k, v in bounding_boxes.items()}
    height, width = drawn.shape[1:3]
    with current.using("numpy", "cpu"):
        corners = convert_format(parts["boxes"], bounding_box_format, "xyxy", height, width)
    if corners.ndim != 3 or len(corners) != len(drawn):
        raise ShapeError(
            "each image needs its boxes",
            expected=f"({len(drawn)}, n, 4)",
            got=str(tuple(corners.shape)),
        )
    line, sure = colour_of(color, "color"), parts.get("confidences")
    for number, image in enumerate(drawn):
        for place, box in enumerate(np.rint(corners[number]).astype(int)):
            label = int(parts["labels"][number, place])
            if label < 0:
                continue
            _outline(image, box, line, line_thickness)
            if class_mapping is not None and label in class_mapping:
                text = class_mapping[label]
                if sure is not None:
                    text = f"{text} | {float(sure[number, place]):.2f}"
                _write(image, text, box, line, font_scale, text_thickness)
    return drawn


def _outline(image: np.ndarray, box: np.ndarray, colour: Colour, thickness: int) -> None:
    """Draws a frame, its middle on the edges of a box, as far as it lies in the image."""
    before, after = thickness // 2, thickness - thickness // 2
    left, top, right, bottom = (int(n) for n in box)
    rows = slice(max(top - before, 0), max(bottom + after, 0))
    columns = slice(max(left - before, 0), max(right + after, 0))
    painted = np.asarray((*colour, 255)[: image.shape[2]], "uint8")
    for edge in (left, right):
        image[rows, max(edge - before, 0) : max(edge + after, 0)] = painted
    for edge in (top, bottom):
        image[max(edge - before, 0) : max(edge + after, 0), columns] = painted


def _write(
    image: np.ndarray, text: str, box: np.ndarray, colour: Colour, scale: float, thickness: int
) -> None:
    """Writes above a box, or inside it where there is no room above."""
    required("PIL", "plot")
    from PIL import Image, ImageDraw, ImageFont

    canvas = Image.fromarray(np.ascontiguousarray(image[..., 0] if image.shape[2] == 1 else image))
    pen = ImageDraw.Draw(canvas)
    font = ImageFont.load_default(size=FONT * scale)
    _, top, _, bottom = pen.textbbox((0, 0), text, font=font)
    above = int(box[1]) - (bottom + 2)
    place = (max(int(box[0]), 0), above if above >= -top else max(int(box[1]), 0) + 2)
    ink = colour if len(canvas.getbands()) > 1 else colour[0]
    pen.text(place, text, fill=ink, font=font, stroke_width=max(thickness - 1, 0))
    image[...] = np.asarray(canvas).reshape(image.shape)


@ends_at_user
def plot_bounding_box_gallery(
    images: Any,
    bounding_box_format: str,
    y_true: Any = None,
    y_pred: Any = None,
    value_range: Any = (0, 255),
    true_color: Any = (0, 188, 212),
    pred_color: Any = (255, 235, 59),
    line_thickness: int = 2,
    font_scale: float = 1.0,
    text_thickness: int | None = None,
    class_mapping: Mapping[int, str] | None = None,
    ground_truth_mapping: Mapping[int, str] | None = None,
    prediction_mapping: Mapping[int, str] | None = None,
    legend: bool = False,
    legend_handles: Any = None,
    rows: int | None = None,
    cols: int | None = None,
    data_format: str | None = None,
    **kwargs: Any,
) -> "Figure | None":
    """Shows images with their true and their predicted bounding boxes.

    Args:
        images: `(batch, height, width, channels)`.
        bounding_box_format: a name that `utils.bounding_boxes.convert_format` knows.
        y_true: the true boxes, as `draw_bounding_boxes` takes them.
        y_pred: the predicted ones.
        value_range: the least and the most of the values.
        true_color: of the true boxes.
        pred_color: of the predicted ones.
        line_thickness: of the boxes in pixels.
        font_scale: how much larger letters are.
        text_thickness: how bold letters are; as the lines by default.
        class_mapping: what the labels are called.
        ground_truth_mapping: what those of the true boxes are called, if otherwise.
        prediction_mapping: what those of the predicted boxes are called, if otherwise.
        legend: whether to say which colour is which.
        legend_handles: what of matplotlib the legend consists of, in place of that.
        rows: of the gallery.
        cols: of the gallery.
        data_format: where the channels are; the configured place by default.
        **kwargs: what `plot_image_gallery` takes.

    Returns:
        What `plot_image_gallery` returns.

    Raises:
        ArgumentError: an argument makes no sense.
        MissingExtraError: matplotlib is not installed.
    """
    required("matplotlib", "plot")
    if legend and legend_handles is not None:
        raise ArgumentError("legend and legend_handles are two ways to ask for a legend: give one")
    drawn = as_bytes(batch_of(images, data_format), value_range)
    kinds = (
        ("Ground truth", y_true, true_color, ground_truth_mapping),
        ("Prediction", y_pred, pred_color, prediction_mapping),
    )
    for _, boxes, colour, mapping in kinds:
        if boxes is not None:
            drawn = draw_bounding_boxes(
                drawn,
                boxes,
                bounding_box_format,
                class_mapping=mapping or class_mapping,
                color=colour,
                line_thickness=line_thickness,
                text_thickness=text_thickness or line_thickness,
                font_scale=font_scale,
                data_format="channels_last",
            )
    if legend:
        from matplotlib.patches import Patch

        legend_handles = [
            Patch(color=_shares(colour), label=name)
            for name, boxes, colour, _ in kinds
            if boxes is not None
        ]
    options = {"rows": rows, "cols": cols, "legend_handles": legend_handles, **kwargs}
    return plot_image_gallery(drawn, data_format="channels_last", **options)


def _shares(colour: Any) -> tuple[float, float, float]:
    red, green, blue = (float(part) / 255 for part in colour_of(colour, "color"))
    return red, green, blue
