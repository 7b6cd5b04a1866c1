"""Images seen from aside."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat, Fraction
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.layers.preprocessing.image.factors import Pair, factor_range
from tahr.layers.preprocessing.image.geometry.base import (
    GeometryLayer,
    Interpolation,
)
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    drawn_truth,
    per_image,
)
from tahr.ops.boxes.moving import around
from tahr.ops.image.kernels import as_number
from tahr.ops.image.transforms import between
from tahr.ops.random.seeds import Seed

CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))


@known_as("keras.layers", "RandomPerspective")
class RandomPerspective(GeometryLayer):
    """Shows a random part of the images from aside, by moving their corners, in training.

    Args:
        factor: the least and the most that the chance of an image may be; one number x stands for
            (0, x).
        scale: how far corners move at most, from 0 to 1: by half of it of their distance from the
            first pixel, along each axis.
        interpolation: "bilinear" or "nearest"; masks always take the nearest.
        fill_value: what lies beyond the edges.
        seed: None draws one.

    Input: images, or a dictionary of what belongs to them. Output: likewise; a box becomes the
    smallest one around what is seen of it.

    Raises:
        ArgumentError: an argument is none there is.

    Example:
        >>> RandomPerspective((1.0, 1.0), scale=0.0)([[[1.0], [2.0]], [[3.0], [4.0]]]).shape
        (2, 2, 1)

    Source: Heckbert 1989, "Fundamentals of texture mapping and image warping", section 2.2.3.
    """

    @checked
    def __init__(
        self,
        factor: Any = 1.0,
        scale: Fraction = 1.0,
        interpolation: Interpolation = "bilinear",
        fill_value: float = 0.0,
        seed: int | None = None,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.factor: Pair = factor_range(factor, (0.0, 1.0), "factor", self.name)
        self.scale = scale
        self.interpolation: str = interpolation
        self.fill_value = fill_value
        self.seeded(seed)

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        count, height, width, _ = lengths
        ends = ops.stack([ops.subtract(as_number(n, "float32"), 1.0) for n in (width, height)], 0)
        start = ops.multiply(ops.convert_to_tensor(CORNERS), ends)
        start = ops.broadcast_to(ops.expand_dims(start, 0), (count, 4, 2))
        far = self.scale / 2
        chosen = drawn_truth(self.factor, (count,), seed)
        moved = ops.add(drawn_between((-far, far), (count, 4, 2), seed), 1.0)
        return {
            "apply_perspective": chosen,
            "start_points": start,
            "end_points": ops.multiply(start, moved),
        }

    def moved(self, images: Tensor, transformation: Drawn, interpolation: str) -> Tensor:
        seen = ops.image.perspective_transform(
            images,
            transformation["start_points"],
            transformation["end_points"],
            interpolation=interpolation,
            fill_value=self.fill_value,
            data_format="channels_last",
        )
        return ops.where(per_image(transformation["apply_perspective"], images), seen, images)

    def moved_boxes(self, boxes: Tensor, transformation: Drawn) -> Tensor:
        rows = between(transformation["start_points"], transformation["end_points"])
        left, top, right, bottom = ops.unstack(boxes, 4, -1)
        a0, a1, a2, b0, b1, b2, c0, c1 = (per_image(n, left) for n in ops.unstack(rows, 8, -1))
        xs, ys = [], []
        for x, y in [(x, y) for x in (left, right) for y in (top, bottom)]:
            nearness = _weighted(c0, x, c1, y, 1.0)
            xs.append(ops.divide(_weighted(a0, x, a1, y, a2), nearness))
            ys.append(ops.divide(_weighted(b0, x, b1, y, b2), nearness))
        chosen = per_image(transformation["apply_perspective"], boxes)
        return ops.where(chosen, around(xs, ys), boxes)


def _weighted(a: Tensor, x: Tensor, b: Tensor, y: Tensor, c: TensorLike) -> Tensor:
    return ops.add(ops.add(ops.multiply(a, x), ops.multiply(b, y)), c)
