"""Images turned, sheared, moved and zoomed: lines stay parallel."""

import math
from collections.abc import Callable
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.factors import Pair, factor_range
from tahr.layers.preprocessing.image.geometry.base import (
    SHAPE,
    FillMode,
    GeometryLayer,
    Interpolation,
    around,
    per_box,
)
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    drawn_sign,
)
from tahr.ops.boxes.moving import affine_transform as affine_boxes
from tahr.ops.image.kernels import as_number
from tahr.ops.random.seeds import Seed

SYMMETRIC = (-1.0, 1.0)


class AffineLayer(GeometryLayer):
    """A layer that reads each pixel from another place, by six numbers.

    Args:
        fill_mode: what lies beyond the edges.
        interpolation: what stands between pixels.
        seed: None draws one.
        fill_value: for "constant".
        data_format: where the channels are.
        **kwargs: what every layer on images takes.
    """

    def filling(
        self, fill_mode: str, interpolation: str, seed: int | None, fill_value: float
    ) -> None:
        """Keeps how images are read, and a seed."""
        self.fill_mode = fill_mode
        self.interpolation = interpolation
        self.fill_value = fill_value
        self.seeded(seed)

    def sources(self, transformation: Drawn) -> tuple[Any, ...]:
        """Returns a0, a1, a2, b0, b1, b2: (x, y) is read at (a0 x + a1 y + a2, b0 x + b1 y + b2).

        Each is a number, or a tensor `(batch,)`.
        """
        raise NotImplementedError

    def moved(self, images: Tensor, transformation: Drawn, interpolation: str) -> Tensor:
        numbers = [*self.sources(transformation), 0.0, 0.0]
        count = images.shape[0]
        rows = [ops.broadcast_to(ops.cast(n, "float32"), (count,)) for n in numbers]
        return ops.image.affine_transform(
            images,
            ops.stack(rows, -1),
            interpolation=interpolation,
            fill_mode=self.fill_mode,
            fill_value=self.fill_value,
            data_format="channels_last",
        )


@known_as("keras.layers", "RandomRotation")
class RandomRotation(AffineLayer):
    """Turns each image by a random angle in training.

    Args:
        factor: the least and the most of the angle in full turns, counter-clockwise, from -1 to
            1; one number x stands for (-x, x).
        fill_mode: what lies beyond the edges: "reflect" (mirrored behind the edge), "wrap" (the
            other side), "nearest" (the edge pixel) or "constant" (fill_value).
        interpolation: "bilinear" or "nearest"; masks always take the nearest.
        seed: None draws one.
        fill_value: for "constant".
        data_format: "channels_last" or "channels_first"; the configured one by default.
        **kwargs: what every layer on images takes.

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
        super().__init__(data_format=data_format, **kwargs)
        self.factor: Pair = factor_range(factor, SYMMETRIC, "factor", self.name)
        self.filling(fill_mode, interpolation, seed, fill_value)

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        return {"angle": ops.multiply(drawn_between(self.factor, (lengths[0],), seed), 360.0)}

    def sources(self, transformation: Drawn) -> tuple[Any, ...]:
        x0, y0 = _middle(transformation)
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


@known_as("keras.layers", "RandomTranslation")
class RandomTranslation(AffineLayer):
    """Moves each image by a random distance in training.

    Args:
        height_factor: the least and the most of the distance down, in parts of the height, from
            -1 to 1; one number x stands for (-x, x).
        width_factor: the least and the most of the distance to the right, in parts of the width.
        fill_mode: what lies beyond the edges: "reflect" (mirrored behind the edge), "wrap" (the
            other side), "nearest" (the edge pixel) or "constant" (fill_value).
        interpolation: "bilinear" or "nearest"; masks always take the nearest.
        seed: None draws one.
        fill_value: for "constant".
        data_format: "channels_last" or "channels_first"; the configured one by default.
        **kwargs: what every layer on images takes.

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
        super().__init__(data_format=data_format, **kwargs)
        self.height_factor = height_factor
        self.width_factor = width_factor
        self._height: Pair = factor_range(height_factor, SYMMETRIC, "height_factor", self.name)
        self._width: Pair = factor_range(width_factor, SYMMETRIC, "width_factor", self.name)
        self.filling(fill_mode, interpolation, seed, fill_value)

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


@known_as("keras.layers", "RandomZoom")
class RandomZoom(AffineLayer):
    """Shows each image nearer or farther, at random, in training.

    Args:
        height_factor: the least and the most of what the height is changed by, above -1 to 1:
            0.2 shows 1.2 times the height, -0.2 only 0.8 of it. One number x stands for (-x, x).
        width_factor: likewise for the width; None changes it as the height.
        fill_mode: what lies beyond the edges: "reflect" (mirrored behind the edge), "wrap" (the
            other side), "nearest" (the edge pixel) or "constant" (fill_value).
        interpolation: "bilinear" or "nearest"; masks always take the nearest.
        seed: None draws one.
        fill_value: for "constant".
        data_format: "channels_last" or "channels_first"; the configured one by default.
        **kwargs: what every layer on images takes.

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
        super().__init__(data_format=data_format, **kwargs)
        self.height_factor = height_factor
        self.width_factor = width_factor
        self._height: Pair = _zoom(height_factor, "height_factor", self.name)
        self._width: Pair | None = (
            None if width_factor is None else _zoom(width_factor, "width_factor", self.name)
        )
        self.filling(fill_mode, interpolation, seed, fill_value)

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        shape = (lengths[0], 1)
        height = ops.add(drawn_between(self._height, shape, seed), 1.0)
        width = self._width and ops.add(drawn_between(self._width, shape, seed), 1.0)
        return {"height_zoom": height, "width_zoom": height if width is None else width}

    def sources(self, transformation: Drawn) -> tuple[Any, ...]:
        x0, y0 = _middle(transformation)
        wide, high = (ops.reshape(transformation[f"{n}_zoom"], (-1,)) for n in ("width", "height"))
        across, down = (ops.multiply(n, ops.subtract(1.0, z)) for n, z in ((x0, wide), (y0, high)))
        return wide, 0.0, across, 0.0, high, down

    def moved_boxes(self, boxes: Tensor, transformation: Drawn) -> Tensor:
        left, top, right, bottom = ops.unstack(boxes, 4, -1)
        x0, y0 = _middle(transformation)
        across = _nearer(x0, transformation["width_zoom"], boxes)
        down = _nearer(y0, transformation["height_zoom"], boxes)
        return ops.stack([across(left), down(top), across(right), down(bottom)], -1)


@known_as("keras.layers", "RandomShear")
class RandomShear(AffineLayer):
    """Shears each image at random in training.

    Args:
        x_factor: the least and the most of how far rows are moved to the side, in parts of the
            distance between them, to either side; from 0 to 1. One number x stands for (-x, x).
        y_factor: likewise for columns, up or down.
        interpolation: "bilinear" or "nearest"; masks always take the nearest.
        fill_mode: what lies beyond the edges: "reflect" (mirrored behind the edge), "wrap" (the
            other side), "nearest" (the edge pixel) or "constant" (fill_value).
        fill_value: for "constant".
        data_format: "channels_last" or "channels_first"; the configured one by default.
        seed: None draws one.
        **kwargs: what every layer on images takes.

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
        super().__init__(data_format=data_format, **kwargs)
        self.x_factor: Pair = factor_range(x_factor, SYMMETRIC, "x_factor", self.name)
        self.y_factor: Pair = factor_range(y_factor, SYMMETRIC, "y_factor", self.name)
        self.filling(fill_mode, interpolation, seed, fill_value)

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
        across, down = (
            per_box(n, boxes) for n in ops.unstack(transformation["shear_factor"], 2, -1)
        )
        back = ops.subtract(1.0, ops.multiply(across, down))
        left, top, right, bottom = ops.unstack(boxes, 4, -1)
        corners = [(x, y) for x in (left, right) for y in (top, bottom)]
        xs = [ops.divide(ops.subtract(x, ops.multiply(across, y)), back) for x, y in corners]
        ys = [ops.divide(ops.subtract(y, ops.multiply(down, x)), back) for x, y in corners]
        return around(xs, ys)


def _zoom(value: Any, name: str, where: str) -> Pair:
    pair = factor_range(value, SYMMETRIC, name, where)
    return factor_range(pair, (math.nextafter(-1.0, 0.0), 1.0), name, where)


def _middle(transformation: Drawn) -> tuple[Any, Any]:
    """Returns where the middle of the images is, in pixels."""
    _, height, width, _ = transformation[SHAPE]
    across, down = (ops.subtract(as_number(n, "float32"), 1.0) for n in (width, height))
    return ops.multiply(across, 0.5), ops.multiply(down, 0.5)


def _nearer(middle: Tensor, zoom: Any, boxes: Tensor) -> Callable[[Tensor], Tensor]:
    """Returns a function that zooms edges of boxes along an axis around its middle."""
    middle, by = ops.cast(middle, ops.dtype(boxes)), per_box(zoom, boxes)
    return lambda edge: ops.add(ops.divide(ops.subtract(edge, middle), by), middle)
