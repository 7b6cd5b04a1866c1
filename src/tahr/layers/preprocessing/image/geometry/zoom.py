"""Images shown nearer or farther."""

import math
from collections.abc import Callable
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.factors import Pair, factor_range
from tahr.layers.preprocessing.image.geometry.affine import SYMMETRIC, AffineLayer, middle
from tahr.layers.preprocessing.image.geometry.base import FillMode, Interpolation
from tahr.layers.preprocessing.image.geometry.moving import ClipsBoxes
from tahr.layers.preprocessing.image.image_layer import Drawn, Lengths, drawn_between, per_image
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomZoom")
class RandomZoom(ClipsBoxes, AffineLayer):
    """Shows each image nearer or farther, at random, in training.

    Args:
        height_factor: the least and the most of what the height is changed by, above -1 to 1:
            0.2 shows 1.2 times the height, -0.2 only 0.8 of it. One number x stands for (-x, x).
        width_factor: likewise for the width; None changes it as the height.

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: an argument is none there is.

    Example:
        >>> layer = RandomZoom((1.0, 1.0), fill_mode="constant")
        >>> layer([[[1.0], [1.0], [1.0], [1.0]]])[0, :, 0].tolist()
        [0.0, 1.0, 1.0, 0.0]
    """

    @checked
    def __init__(
        self,
        height_factor: Any,
        width_factor: Any = None,
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
        self._height: Pair = _zoom(height_factor, "height_factor", self.name)
        self._width: Pair | None = (
            None if width_factor is None else _zoom(width_factor, "width_factor", self.name)
        )

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        shape = (lengths[0], 1)
        height = ops.add(drawn_between(self._height, shape, seed), 1.0)
        width = self._width and ops.add(drawn_between(self._width, shape, seed), 1.0)
        return {"height_zoom": height, "width_zoom": height if width is None else width}

    def sources(self, transformation: Drawn) -> tuple[Any, ...]:
        x0, y0 = middle(transformation)
        wide, high = (ops.reshape(transformation[f"{n}_zoom"], (-1,)) for n in ("width", "height"))
        across, down = (ops.multiply(n, ops.subtract(1.0, z)) for n, z in ((x0, wide), (y0, high)))
        return wide, 0.0, across, 0.0, high, down

    def moved_boxes(self, boxes: Tensor, transformation: Drawn) -> Tensor:
        left, top, right, bottom = ops.unstack(boxes, 4, -1)
        x0, y0 = middle(transformation)
        across = _nearer(x0, transformation["width_zoom"], left)
        down = _nearer(y0, transformation["height_zoom"], top)
        return ops.stack([across(left), down(top), across(right), down(bottom)], -1)


def _zoom(value: Any, name: str, where: str) -> Pair:
    pair = factor_range(value, SYMMETRIC, name, where)
    return factor_range(pair, (math.nextafter(-1.0, 0.0), 1.0), name, where)


def _nearer(middle: Tensor, zoom: Any, edges: Tensor) -> Callable[[Tensor], Tensor]:
    """Returns a function that zooms edges of boxes along an axis around its middle."""
    middle, by = ops.cast(middle, ops.dtype(edges)), per_image(zoom, edges)
    return lambda edge: ops.add(ops.divide(ops.subtract(edge, middle), by), middle)
