"""What layers share that move the pixels of images: masks and boxes move with them."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from tahr import ops
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.image_layer import Drawn, ImageLayer, Lengths, is_whole
from tahr.ops.boxes.formats import Boxes, convert_format
from tahr.ops.boxes.moving import clip_to_image_size
from tahr.ops.random.seeds import Seed

FillMode: TypeAlias = Literal["constant", "reflect", "wrap", "nearest"]
Interpolation: TypeAlias = Literal["nearest", "bilinear"]
SHAPE = "input_shape"


@rows_apart
class GeometryLayer(ImageLayer):
    """A layer that moves pixels. A subclass writes `placed`, `moved` and `moved_boxes`.

    Args:
        bounding_box_format: how boxes are written.
        data_format: where the channels are.
        **kwargs: what every layer takes.
    """

    interpolation: str = "nearest"

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        return {**self.placed(lengths, seed), SHAPE: lengths}

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        """Draws where the pixels of each image go."""
        return {}

    def moved(self, images: Tensor, transformation: Drawn, interpolation: str) -> Tensor:
        """Returns `(batch, height, width, channels)` of any dtype with its pixels moved."""
        raise NotImplementedError

    def moved_boxes(self, boxes: Tensor, transformation: Drawn) -> Tensor:
        """Returns boxes `(batch, n, 4)`, left, top, right and bottom in pixels, moved alike."""
        raise NotImplementedError

    def size_after(self, height: int, width: int) -> tuple[int, int]:
        """Returns the height and width of what comes of an image."""
        return height, width

    def prepared(self, images: Tensor, dtype: str) -> Tensor:
        return ops.cast(images, dtype)

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        found = self.moved(images, transformation, self.interpolation)
        return ops.round(found) if is_whole(ops.dtype(images)) else found

    def transform_bounding_boxes(
        self, bounding_boxes: Boxes, transformation: Any, training: bool = True
    ) -> Boxes:
        if not (training or self.always):
            return bounding_boxes
        _, height, width, _ = transformation[SHAPE]
        after = self.size_after(height, width)
        name = self.bounding_box_format or "xyxy"
        boxes = convert_format(bounding_boxes["boxes"], name, "xyxy", height, width)
        moved = {**bounding_boxes, "boxes": self.moved_boxes(boxes, transformation)}
        return convert_format(clip_to_image_size(moved, *after), "xyxy", name, *after)

    def transform_segmentation_masks(
        self, segmentation_masks: Tensor, transformation: Any, training: bool = True
    ) -> Any:
        masks = ops.convert_to_tensor(segmentation_masks)
        if not (training or self.always):
            return masks
        if len(masks.shape) == 3:
            return ops.squeeze(
                self.moved(ops.expand_dims(masks, -1), transformation, "nearest"), -1
            )
        found = self.moved(self.channels_last(masks), transformation, "nearest")
        return self.as_given(found, masks)


def per_box(numbers: Any, boxes: Tensor) -> Tensor:
    """Returns one number for each image, in a shape and dtype that multiply with edges of boxes."""
    tensor = ops.convert_to_tensor(numbers)
    truths = ops.dtype(tensor) == "bool"
    tensor = tensor if truths else ops.cast(tensor, ops.dtype(boxes))
    return ops.reshape(tensor, (-1, 1))


def around(xs: Sequence[Tensor], ys: Sequence[Tensor]) -> Tensor:
    """Returns the smallest boxes `(batch, n, 4)` around points, given by their coordinates."""
    across, down = ops.stack(list(xs), -1), ops.stack(list(ys), -1)
    edges = [ops.min(across, -1), ops.min(down, -1), ops.max(across, -1), ops.max(down, -1)]
    return ops.stack(edges, -1)
