"""What all layers on images share: one transformation, applied to all that belongs to an image."""

from collections.abc import Mapping
from typing import Any

from tahr import ops
from tahr.core.config import data_format as checked_data_format
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.mistaken import missing_method
from tahr.core.registry import known_as
from tahr.core.specs import show
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.data_layer import DataLayer
from tahr.layers.preprocessing.image.factors import factor_range
from tahr.ops.boxes.formats import Boxes, checked_format

IMAGES, LABELS, BOXES, MASKS = "images", "labels", "bounding_boxes", "segmentation_masks"

METHODS: Mapping[str, tuple[str, str]] = {
    IMAGES: ("transform_images", "transform_single_image"),
    LABELS: ("transform_labels", "transform_single_label"),
    BOXES: ("transform_bounding_boxes", "transform_single_bounding_box"),
    MASKS: ("transform_segmentation_masks", "transform_single_segmentation_mask"),
}
"""What transforms each part of the data: for a batch, and for one image."""


@known_as("keras.layers", "BaseImagePreprocessingLayer")
class BaseImagePreprocessingLayer(DataLayer):
    """Transforms images, and with them their labels, bounding boxes and segmentation masks.

    A call draws one transformation by `get_random_transformation` and hands it to the methods
    that transform the parts. A subclass writes that method, `transform_images`, and those of the
    other parts that change.

    Args:
        factor: how much is changed: a number, or (least, most).
        bounding_box_format: how boxes are written, a name that
            `utils.bounding_boxes.convert_format` knows; needed where there are boxes.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        **kwargs: what every layer takes.

    Input: images `(height, width, channels)` or `(batch, height, width, channels)`, or a
    dictionary with "images" and any of "labels", "bounding_boxes" and "segmentation_masks".
    Output: likewise.

    Raises:
        ArgumentError: an argument makes no sense, or boxes come in no known format.
        ShapeError: the images are neither one nor a batch.

    Example:
        >>> class Brighter(BaseImagePreprocessingLayer):
        ...     def transform_images(self, images, transformation, training=True):
        ...         return ops.add(images, 1)
        >>> Brighter()({"images": [[[1.0]]], "labels": 3})["images"].tolist()
        [[[2.0]]]
    """

    in_config_if_changed: tuple[str, ...] = (
        "activity_regularizer", "autocast", "factor", "bounding_box_format",
    )  # fmt: skip
    factor_bounds: tuple[float, float] = (-1.0, 1.0)
    """The least and the most that `factor` may be."""

    def __init__(
        self,
        factor: Any = None,
        bounding_box_format: str | None = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if bounding_box_format is not None:
            checked_format(bounding_box_format)
        self.bounding_box_format = bounding_box_format
        self.data_format: str = checked_data_format(data_format)
        self.factor: Any = None
        if factor is not None:
            self.factor = factor_range(factor, self.factor_bounds, "factor", self.name)

    def call(self, data: Any, training: bool = True) -> Any:
        """Transforms images, or a dictionary of images and what belongs to them.

        Args:
            data: images, or the dictionary.
            training: whether to transform at random; at inference most layers do nothing.
        """
        parts = data if isinstance(data, Mapping) else {IMAGES: data}
        if IMAGES not in parts:
            raise ArgumentError('a dictionary of data has "images"', got=", ".join(parts))
        if BOXES in parts and self.bounding_box_format is None:
            raise ArgumentError(
                "it is not known how the bounding boxes are written",
                todo=f'give {type(self).__name__} the format, as bounding_box_format="xyxy"',
            )
        single = not self._is_batched(parts[IMAGES])
        transformation = self.get_random_transformation(data, training=training)
        done = {
            part: getattr(self, METHODS[part][single])(value, transformation, training=training)
            if part in METHODS
            else value
            for part, value in parts.items()
        }
        return done if isinstance(data, Mapping) else done[IMAGES]

    def _is_batched(self, maybe_image_batch: Any) -> bool:
        shape = tuple(maybe_image_batch.shape)
        if len(shape) not in (3, 4):
            raise ShapeError(
                "expected one image or a batch of images",
                expected="(height, width, channels) or (batch, height, width, channels)",
                got=show(shape),
            )
        return len(shape) == 4

    def get_random_transformation(self, data: Any, training: bool = True, seed: Any = None) -> Any:
        """Draws what is to be done to a batch, or to one image.

        Args:
            data: images, or a dictionary with them.
            training: whether to transform at random.
            seed: an integer or a `SeedGenerator`; the layer's own by default.

        Returns:
            What the methods that transform get; None where there is nothing to draw.
        """
        return None

    def transform_images(self, images: Tensor, transformation: Any, training: bool = True) -> Any:
        """Transforms a batch of images."""
        raise missing_method(self, "transform_images")

    def transform_labels(self, labels: Tensor, transformation: Any, training: bool = True) -> Any:
        """Transforms the labels of a batch; they stay as they are by default."""
        return labels

    def transform_bounding_boxes(
        self, bounding_boxes: Boxes, transformation: Any, training: bool = True
    ) -> Boxes:
        """Transforms the boxes of a batch."""
        raise missing_method(self, "transform_bounding_boxes")

    def transform_segmentation_masks(
        self, segmentation_masks: Tensor, transformation: Any, training: bool = True
    ) -> Any:
        """Transforms the masks of a batch."""
        raise missing_method(self, "transform_segmentation_masks")

    def transform_single_image(
        self, image: Tensor, transformation: Any, training: bool = True
    ) -> Any:
        """Transforms one image."""
        return _first(self.transform_images(_batch(image), transformation, training=training))

    def transform_single_label(
        self, label: Tensor, transformation: Any, training: bool = True
    ) -> Any:
        """Transforms the label of one image."""
        return _first(self.transform_labels(_batch(label), transformation, training=training))

    def transform_single_bounding_box(
        self, bounding_box: Boxes, transformation: Any, training: bool = True
    ) -> Boxes:
        """Transforms the boxes of one image."""
        boxes = {name: _batch(value) for name, value in bounding_box.items()}
        found = self.transform_bounding_boxes(boxes, transformation, training=training)
        return {name: _first(value) for name, value in found.items()}

    def transform_single_segmentation_mask(
        self, segmentation_mask: Tensor, transformation: Any, training: bool = True
    ) -> Any:
        """Transforms the mask of one image."""
        masks = _batch(segmentation_mask)
        found = self.transform_segmentation_masks(masks, transformation, training=training)
        return _first(found)


def images_of(data: Any) -> Any:
    """Returns the images of data, which are images or a dictionary of what belongs to them."""
    return data[IMAGES] if isinstance(data, Mapping) else data


def _batch(value: Any) -> Tensor:
    return ops.expand_dims(value, 0)


def _first(value: Any) -> Tensor:
    return ops.squeeze(value, 0)
