"""Images moved."""

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
from tahr.layers.preprocessing.image.image_layer import Drawn, Lengths, drawn_between
from tahr.ops.image.kernels import as_number
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomTranslation")
class RandomTranslation(ShiftsBoxes, AffineLayer):
    """Moves each image by a random distance in training.

    Args:
        height_factor: the least and the most of the distance down, in parts of the height, from
            -1 to 1; one number x stands for (-x, x).
        width_factor: the least and the most of the distance to the right, in parts of the width.

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: an argument is none there is.

    Example:
        >>> layer = RandomTranslation(0.0, (0.5, 0.5), fill_mode="constant")
        >>> layer([[[1.0], [2.0]]])[0, :, 0].tolist()
        [0.0, 1.0]
    """

    @checked
    def __init__(
        self,
        height_factor: Any,
        width_factor: Any,
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
        self.height_factor = height_factor
        self.width_factor = width_factor
        self._height: Pair = factor_range(height_factor, SYMMETRIC, "height_factor", self.name)
        self._width: Pair = factor_range(width_factor, SYMMETRIC, "width_factor", self.name)

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        count, height, width, _ = lengths
        down = ops.multiply(
            drawn_between(self._height, (count,), seed), as_number(height, "float32")
        )
        across = ops.multiply(
            drawn_between(self._width, (count,), seed), as_number(width, "float32")
        )
        return {"translations": ops.stack([across, down], -1)}

    def sources(self, transformation: Drawn) -> tuple[Any, ...]:
        across, down = ops.unstack(transformation["translations"], 2, -1)
        return 1.0, 0.0, ops.negative(across), 0.0, 1.0, ops.negative(down)

    def moved_boxes(self, boxes: Tensor, transformation: Drawn) -> Tensor:
        moves = ops.cast(transformation["translations"], ops.dtype(boxes))
        moves = ops.expand_dims(ops.concatenate([moves, moves], -1), 1)
        return ops.add(boxes, moves)
