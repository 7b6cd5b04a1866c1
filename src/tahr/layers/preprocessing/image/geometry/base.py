"""What layers share that move the pixels of images: masks and boxes move with them."""

from typing import Any, Literal, TypeAlias

from tahr import ops
from tahr.core.dtypes import is_float
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.image_layer import Drawn, ImageLayer, Lengths
from tahr.ops.boxes.formats import Boxes, convert_format
from tahr.ops.boxes.moving import clip_to_image_size
from tahr.ops.random.seeds import Seed

FillMode: TypeAlias = Literal["constant", "reflect", "wrap", "nearest"]
Interpolation: TypeAlias = Literal["nearest", "bilinear"]
SHAPE = "input_shape"


@rows_apart
class GeometryLayer(ImageLayer):
    """A layer that moves pixels. A subclass writes `placed`, `moved` and `moved_boxes`."""

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
        return found if is_float(ops.dtype(images)) else ops.round(found)

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
        if not (training or self.always):
            return ops.convert_to_tensor(segmentation_masks)
        return self.masks_as_images(
            segmentation_masks, lambda masks: self.moved(masks, transformation, "nearest")
        )


class FillingLayer(GeometryLayer):
    """A layer that reads pixels from other places, some of them beyond the edges.

    Args:
        fill_mode: what lies beyond the edges: "reflect" (mirrored behind the edge), "wrap" (the
            other side), "nearest" (the edge pixel) or "constant" (fill_value).
        interpolation: "bilinear" or "nearest"; masks always take the nearest.
        seed: None draws one.
        fill_value: for "constant".
    """

    def __init__(
        self,
        fill_mode: str,
        interpolation: str,
        seed: int | None,
        fill_value: float,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.fill_mode: str = fill_mode
        self.interpolation: str = interpolation
        self.fill_value = fill_value
        self.seeded(seed)
