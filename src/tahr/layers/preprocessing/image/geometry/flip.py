"""Images mirrored."""

from typing import Any, Literal

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.geometry.base import SHAPE, GeometryLayer
from tahr.layers.preprocessing.image.image_layer import Drawn, Lengths, drawn_truth, per_image
from tahr.ops.image.kernels import as_number
from tahr.ops.random.seeds import Seed

HALF = (0.5, 0.5)
ACROSS, DOWN = "flips_across", "flips_down"


@known_as("keras.layers", "RandomFlip")
class RandomFlip(GeometryLayer):
    """Mirrors half of the images in training.

    Args:
        mode: "horizontal" swaps left and right, "vertical" top and bottom; with
            "horizontal_and_vertical" each is drawn by itself.
        seed: None draws one.

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: there is no such mode.

    Example:
        >>> layer = RandomFlip("horizontal", seed=3)
        >>> sorted({tuple(layer([[[1.0], [2.0]]])[0, :, 0].tolist()) for _ in range(20)})
        [(1.0, 2.0), (2.0, 1.0)]
    """

    @checked
    def __init__(
        self,
        mode: Literal["horizontal", "vertical", "horizontal_and_vertical"] = (
            "horizontal_and_vertical"
        ),
        seed: int | None = None,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.mode: str = mode
        self.seeded(seed)

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        ways = {ACROSS: "horizontal", DOWN: "vertical"}
        return {
            way: drawn_truth(HALF, (lengths[0],), seed)
            for way, mode in ways.items()
            if mode in self.mode
        }

    def moved(self, images: Tensor, transformation: Drawn, interpolation: str) -> Tensor:
        for way, axis in ((ACROSS, 2), (DOWN, 1)):
            if way in transformation:
                chosen = per_image(transformation[way], images)
                images = ops.where(chosen, ops.flip(images, axis), images)
        return images

    def moved_boxes(self, boxes: Tensor, transformation: Drawn) -> Tensor:
        _, height, width, _ = transformation[SHAPE]
        left, top, right, bottom = ops.unstack(boxes, 4, -1)
        left, right = _mirrored(left, right, width, transformation.get(ACROSS))
        top, bottom = _mirrored(top, bottom, height, transformation.get(DOWN))
        return ops.stack([left, top, right, bottom], -1)


def _mirrored(low: Tensor, high: Tensor, length: int, flips: Any) -> tuple[Tensor, Tensor]:
    if flips is None:
        return low, high
    chosen, end = per_image(flips, low), as_number(length, ops.dtype(low))
    return (
        ops.where(chosen, ops.subtract(end, high), low),
        ops.where(chosen, ops.subtract(end, low), high),
    )
