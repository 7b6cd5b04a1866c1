"""Images sheared."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.factors import Pair, factor_range
from tahr.layers.preprocessing.image.geometry.affine import SYMMETRIC, AffineLayer
from tahr.layers.preprocessing.image.geometry.base import FillMode, Interpolation
from tahr.layers.preprocessing.image.geometry.moving import ShiftsBoxes
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    drawn_sign,
    per_image,
)
from tahr.ops.boxes.moving import around
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomShear")
class RandomShear(ShiftsBoxes, AffineLayer):
    """Shears each image at random in training.

    Args:
        x_factor: the least and the most of how far rows are moved to the side, in parts of the
            distance between them, to either side; from 0 to 1. One number x stands for (-x, x).
        y_factor: likewise for columns, up or down.

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: an argument is none there is.

    Example:
        >>> RandomShear(0.3, 0.2, seed=1)([[[1.0], [2.0]]], training=False)[0, :, 0].tolist()
        [1.0, 2.0]
    """

    @checked
    def __init__(
        self,
        x_factor: Any = 0.0,
        y_factor: Any = 0.0,
        interpolation: Interpolation = "bilinear",
        fill_mode: FillMode = "reflect",
        fill_value: float = 0.0,
        data_format: DataFormat | None = None,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            fill_mode, interpolation, seed, fill_value, data_format=data_format, **kwargs
        )
        self.x_factor: Pair = factor_range(x_factor, SYMMETRIC, "x_factor", self.name)
        self.y_factor: Pair = factor_range(y_factor, SYMMETRIC, "y_factor", self.name)

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        shape = (lengths[0],)
        drawn = (drawn_between(pair, shape, seed) for pair in (self.x_factor, self.y_factor))
        return {
            "shear_factor": ops.stack([ops.multiply(n, drawn_sign(shape, seed)) for n in drawn], -1)
        }

    def sources(self, transformation: Drawn) -> tuple[Any, ...]:
        across, down = ops.unstack(transformation["shear_factor"], 2, -1)
        return 1.0, across, 0.0, down, 1.0, 0.0

    def moved_boxes(self, boxes: Tensor, transformation: Drawn) -> Tensor:
        left, top, right, bottom = ops.unstack(boxes, 4, -1)
        factors = ops.unstack(transformation["shear_factor"], 2, -1)
        across, down = (per_image(n, left) for n in factors)
        back = ops.subtract(1.0, ops.multiply(across, down))
        corners = [(x, y) for x in (left, right) for y in (top, bottom)]
        xs = [ops.divide(ops.subtract(x, ops.multiply(across, y)), back) for x, y in corners]
        ys = [ops.divide(ops.subtract(y, ops.multiply(down, x)), back) for x, y in corners]
        return around(xs, ys)
