"""As many bounding boxes for each image."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, Number
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.image_layer import Drawn, PixelLayer
from tahr.ops.boxes.formats import Boxes


@known_as("keras.layers", "MaxNumBoundingBoxes")
class MaxNumBoundingBoxes(PixelLayer):
    """Gives each image the same number of bounding boxes: takes the first, or adds some.

    It does so outside of training too; images, labels and masks stay as they are.

    Args:
        max_number: boxes for each image.
        fill_value: what the boxes and labels that are added consist of.
        **kwargs: what every layer on images takes.

    Input: a dictionary of images and boxes. Output: likewise.

    Raises:
        ArgumentError: the number is not positive.

    Example:
        >>> layer = MaxNumBoundingBoxes(2, bounding_box_format="xyxy")
        >>> boxes = {"boxes": [[0.0, 0.0, 1.0, 1.0]], "labels": [3]}
        >>> found = layer({"images": [[[1.0]]], "bounding_boxes": boxes})
        >>> found["bounding_boxes"]["labels"].tolist()
        [3, -1]
    """

    not_in_config: tuple[str, ...] = ("fill_value",)
    always = True
    keeps_dtype = True

    @checked
    def __init__(self, max_number: Count, fill_value: Number = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_number: int = int(max_number)
        self.fill_value = fill_value

    def prepared(self, images: Tensor, dtype: str) -> Tensor:
        return images

    def altered(self, images: Tensor, transformation: Drawn | None) -> Tensor:
        return images

    def transform_bounding_boxes(
        self, bounding_boxes: Boxes, transformation: Any, training: bool = True
    ) -> Boxes:
        return {name: self._cut(value) for name, value in bounding_boxes.items()}

    def _cut(self, rows: Any) -> Tensor:
        """Brings the second axis to the length wanted."""
        tensor = ops.convert_to_tensor(rows)
        kept = tensor[:, : self.max_number]
        more = self.max_number - kept.shape[1]
        if more <= 0:
            return kept
        pads = ((0, 0), (0, more), *((0, 0) for _ in tensor.shape[2:]))
        return ops.pad(kept, pads, constant_values=self.fill_value)
