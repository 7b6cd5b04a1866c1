"""Images turned."""

import math
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.factors import Pair, factor_range
from tahr.layers.preprocessing.image.geometry.affine import SYMMETRIC, AffineLayer, middle
from tahr.layers.preprocessing.image.geometry.base import SHAPE, FillMode, Interpolation
from tahr.layers.preprocessing.image.image_layer import Drawn, Lengths, drawn_between
from tahr.ops.boxes.moving import affine_transform as affine_boxes
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomRotation")
class RandomRotation(AffineLayer):
    """Turns each image by a random angle in training.

    Args:
        factor: the least and the most of the angle in full turns, counter-clockwise, from -1 to
            1; one number x stands for (-x, x).

    Input: images, or a dictionary of what belongs to them. Output: likewise; a box becomes the
    smallest one around it when turned.

    Raises:
        ArgumentError: an argument is none there is.

    Example:
        >>> layer = RandomRotation((0.25, 0.25))
        >>> layer([[[1.0], [2.0]], [[3.0], [4.0]]])[:, :, 0].round().tolist()
        [[2.0, 4.0], [1.0, 3.0]]
    """

    @checked
    def __init__(
        self,
        factor: Any,
        fill_mode: FillMode = "reflect",
        interpolation: Interpolation = "bilinear",
        seed: int | None = None,
        fill_value: float = 0.0,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            fill_mode, interpolation, seed, fill_value, data_format=data_format, **kwargs
        )
        self.factor: Pair = factor_range(factor, SYMMETRIC, "factor", self.name)

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        return {"angle": ops.multiply(drawn_between(self.factor, (lengths[0],), seed), 360.0)}

    def sources(self, transformation: Drawn) -> tuple[Any, ...]:
        x0, y0 = middle(transformation)
        angle = ops.multiply(transformation["angle"], math.pi / 180)
        cos: Any = ops.cos(angle)
        sin: Any = ops.sin(angle)
        across = x0 - (cos * x0 - sin * y0)
        down = y0 - (sin * x0 + cos * y0)
        return cos, -sin, across, sin, cos, down

    def moved_boxes(self, boxes: Tensor, transformation: Drawn) -> Tensor:
        _, height, width, _ = transformation[SHAPE]
        angle = transformation["angle"]
        return affine_boxes(boxes, angle, 0.0, 0.0, 1.0, 0.0, 0.0, height, width)
