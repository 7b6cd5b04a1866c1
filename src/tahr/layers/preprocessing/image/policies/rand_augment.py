"""Some transformations, chosen at random."""

from collections.abc import Callable
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.geometry.base import SHAPE, GeometryLayer, Interpolation
from tahr.layers.preprocessing.image.image_layer import Drawn, ImageLayer, Lengths
from tahr.layers.preprocessing.image.policies.base import PolicyLayer
from tahr.layers.preprocessing.image.policies.keys import Keys
from tahr.ops.boxes.formats import Boxes, convert_format
from tahr.ops.boxes.moving import clip_to_image_size
from tahr.ops.random.seeds import Seed

CHOSEN, KEYS = "layer_idxes", "keys"


@known_as("keras.layers", "RandAugment")
class RandAugment(PolicyLayer):
    """Applies some transformations to each batch, chosen at random, in training.

    There are shear, translation, rotation, brightness, colour degeneration, contrast, sharpness,
    posterization, solarization, auto-contrast and equalization.

    Args:
        num_ops: how many are applied, one after the other.

    Input: images of three channels, or a dictionary of what belongs to them. Output: likewise;
    boxes and masks move with the images.

    Raises:
        ArgumentError: an argument makes no sense.

    Example:
        >>> layer = RandAugment(value_range=(0, 1), seed=1)
        >>> layer([[[0.5, 0.5, 0.5]]], training=False).tolist()
        [[[0.5, 0.5, 0.5]]]

    Source: Cubuk et al. 2020, "RandAugment: practical automated data augmentation with a reduced
    search space", section 3.
    """

    @checked
    def __init__(
        self,
        value_range: Any = (0, 255),
        num_ops: Count = 2,
        factor: Any = 0.5,
        interpolation: Interpolation = "bilinear",
        seed: int | None = None,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            factor, value_range, seed, interpolation, data_format=data_format, **kwargs
        )
        self.num_ops: int = int(num_ops)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        chosen, keys = self.choice((self.num_ops,), seed)
        return {CHOSEN: chosen, KEYS: keys, SHAPE: lengths}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        return self._each(images, transformation, self.applied)

    def _each(
        self, value: Tensor, transformation: Drawn, branches: Callable[[Lengths], list[Any]]
    ) -> Tensor:
        """Applies to a value what each of the transformations chosen does to it."""
        for number in range(self.num_ops):
            index, keys = (transformation[name][number] for name in (CHOSEN, KEYS))
            value = ops.switch(index, branches(transformation[SHAPE]), value, keys)
        return value

    def transform_segmentation_masks(
        self, segmentation_masks: Tensor, transformation: Any, training: bool = True
    ) -> Any:
        if not training:
            return ops.convert_to_tensor(segmentation_masks)

        def nearest(layer: GeometryLayer, value: Tensor, drawn: Drawn) -> Tensor:
            return layer.moved(value, drawn, "nearest")

        def branches(lengths: Lengths) -> list[Any]:
            return [_moving(layer, lengths, nearest) for layer in self.choices()]

        return self.masks_as_images(
            segmentation_masks, lambda masks: self._each(masks, transformation, branches)
        )

    def transform_bounding_boxes(
        self, bounding_boxes: Boxes, transformation: Any, training: bool = True
    ) -> Boxes:
        if not training:
            return bounding_boxes
        _, *size, _ = transformation[SHAPE]
        name = self.bounding_box_format or "xyxy"

        def boxed(layer: GeometryLayer, value: Tensor, drawn: Drawn) -> Tensor:
            return layer.moved_boxes(value, drawn)

        def branches(lengths: Lengths) -> list[Any]:
            return [_moving(layer, lengths, boxed) for layer in self.choices()]

        boxes = convert_format(bounding_boxes["boxes"], name, "xyxy", *size)
        moved = {**bounding_boxes, "boxes": self._each(boxes, transformation, branches)}
        return convert_format(clip_to_image_size(moved, *size), "xyxy", name, *size)


def _moving(
    layer: ImageLayer, lengths: Lengths, move: Callable[[GeometryLayer, Tensor, Drawn], Tensor]
) -> Callable[[Tensor, Tensor], Tensor]:
    """Returns what a transformation does to boxes or masks: nothing, unless it moves pixels."""

    def run(value: Tensor, keys: Tensor) -> Tensor:
        if not isinstance(layer, GeometryLayer):
            return value
        return move(layer, value, layer.drawn(lengths, Keys(keys)))

    return run
