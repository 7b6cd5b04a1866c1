"""Segmentation masks drawn on images."""

import colorsys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from tahr.core import current
from tahr.core.errors import ArgumentError, DtypeError, ShapeError
from tahr.core.ranges import Fraction
from tahr.core.tracebacks import ends_at_user
from tahr.visualization.gallery import plot_image_gallery
from tahr.visualization.pixels import as_bytes, batch_of, colour_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GOLDEN = 0.61803398875


@ends_at_user
def draw_segmentation_masks(
    images: Any,
    segmentation_masks: Any,
    num_classes: int | None = None,
    color_mapping: Mapping[int, Any] | None = None,
    alpha: Fraction = 0.8,
    blend: bool = True,
    ignore_index: int = -1,
    data_format: str | None = None,
) -> np.ndarray:
    """Returns images with the classes of their pixels drawn on them in colours.

    Args:
        images: `(batch, height, width, 3)` of values from 0 to 255.
        segmentation_masks: integers `(batch, height, width)` or `(batch, height, width, 1)`: 0 is
            the background, which is not drawn.
        num_classes: how many classes there are; the largest number by default.
        color_mapping: red, green and blue from 0 to 255 of each class; colours far apart by
            default.
        alpha: how much a colour covers, from 0 to 1.
        blend: whether what is below is seen through the colours.
        ignore_index: a class that is not drawn.
        data_format: where the channels are; the configured place by default.

    Returns:
        Bytes `(batch, height, width, 3)`.

    Raises:
        ArgumentError: an argument makes no sense.
        DtypeError: the masks are no integers.
        ShapeError: images and masks are no batches of the same size.

    Example:
        >>> masks = np.array([[[0, 1]]])
        >>> images = np.zeros((1, 1, 2, 3))
        >>> drawn = draw_segmentation_masks(images, masks, color_mapping={1: (100, 0, 0)})
        >>> drawn.tolist()
        [[[[0, 0, 0], [80, 0, 0]]]]
    """
    below = batch_of(images, data_format).astype("float64")
    classes = np.asarray(current.to_numpy(segmentation_masks))
    if classes.dtype.kind not in "iu":
        raise DtypeError("masks hold numbers of classes", expected="integers", got=classes.dtype)
    classes = classes.reshape(classes.shape[:3]).astype("int64")
    if classes.shape != below.shape[:3]:
        raise ShapeError("each image needs its mask", expected=below.shape[:3], got=classes.shape)
    if not 0 <= alpha <= 1:
        raise ArgumentError("alpha must be from 0 to 1", got=alpha)
    most = int(classes.max(initial=0)) if num_classes is None else num_classes
    table = palette(most) if color_mapping is None else _listed(color_mapping, most)
    drawn = (classes > 0) & (classes != ignore_index) & (classes < len(table))
    colours = table[np.where(drawn, classes, 0)].astype("float64")
    over = below * (1 - alpha) + colours * alpha if blend else colours
    return as_bytes(np.where(drawn[..., None], over, below))


def palette(classes: int) -> np.ndarray:
    """Returns colours that are told apart for classes from 1 on; row 0 is black.

    Example:
        >>> palette(2).shape
        (3, 3)

    Source: Ankerl 2009, "How to generate random colors programmatically".
    """
    hues = (number * GOLDEN % 1.0 for number in range(classes))
    colours = [colorsys.hsv_to_rgb(hue, 0.75, 0.95) for hue in hues]
    return np.rint(np.array([(0.0, 0.0, 0.0), *colours]) * 255).astype("uint8")


def _listed(mapping: Mapping[int, Any], most: int) -> np.ndarray:
    table = np.zeros((max(most, *mapping, 0) + 1, 3), "uint8")
    for number, colour in mapping.items():
        table[number] = colour_of(colour, "color_mapping")
    return table


@ends_at_user
def plot_segmentation_mask_gallery(
    images: Any,
    num_classes: int,
    value_range: Any = (0, 255),
    y_true: Any = None,
    y_pred: Any = None,
    color_mapping: Mapping[int, Any] | None = None,
    blend: bool = True,
    alpha: Fraction = 0.8,
    ignore_index: int = -1,
    data_format: str | None = None,
    **kwargs: Any,
) -> "Figure | None":
    """Shows images beside themselves with their true and their predicted masks.

    Args:
        images: `(batch, height, width, 3)`.
        num_classes: how many classes there are.
        value_range: the least and the most of the values.
        y_true: the true masks, as `draw_segmentation_masks` takes them.
        y_pred: the predicted ones.
        color_mapping: a colour of each class; colours far apart by default.
        blend: whether what is below is seen through the colours.
        alpha: how much a colour covers, from 0 to 1.
        ignore_index: a class that is not drawn.
        data_format: where the channels are; the configured place by default.
        **kwargs: what `plot_image_gallery` takes.

    Returns:
        What `plot_image_gallery` returns.

    Raises:
        ArgumentError: an argument makes no sense.
        MissingExtraError: matplotlib is not installed.
    """
    plain = as_bytes(batch_of(images, data_format), value_range)
    side = [plain]
    for masks in (y_true, y_pred):
        if masks is not None:
            drawn = draw_segmentation_masks(
                plain,
                np.asarray(current.to_numpy(masks)),
                num_classes=num_classes,
                color_mapping=color_mapping,
                alpha=alpha,
                blend=blend,
                ignore_index=ignore_index,
                data_format="channels_last",
            )
            side.append(drawn)
    joined = np.concatenate(side, axis=2)
    return plot_image_gallery(joined, data_format="channels_last", **kwargs)
