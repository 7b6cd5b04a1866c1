"""Images of another size."""

from collections.abc import Callable
from typing import Any, Literal

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Count, DataFormat
from tahr.core.registry import known_as
from tahr.core.specs import least, most
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.geometry.base import SHAPE, GeometryLayer
from tahr.layers.preprocessing.image.image_layer import Drawn
from tahr.ops.image.kernels import as_number


@known_as("keras.layers", "Resizing")
class Resizing(GeometryLayer):
    """Resizes images, in training and outside of it.

    Args:
        height: of the result in pixels.
        width: of the result in pixels.
        interpolation: "bilinear", "nearest", "bicubic", "lanczos3" or "lanczos5"; masks always
            take the nearest.
        crop_to_aspect_ratio: whether to cut off what does not fit rather than to distort.
        pad_to_aspect_ratio: whether to put something around rather than to distort.
        fill_mode: how to pad; there is "constant".
        fill_value: what to pad with.
        antialias: whether what gets smaller is smoothed first.

    Input: images, or a dictionary of what belongs to them. Output: likewise, of that size; images
    keep their dtype.

    Raises:
        ArgumentError: an argument is none there is, or the two ways to keep the ratio are asked
            for at once.

    Example:
        >>> Resizing(1, 4)([[[1.0], [3.0]]])[0, :, 0].tolist()
        [1.0, 1.5, 2.5, 3.0]
    """

    always = True
    keeps_dtype = True

    @checked
    def __init__(
        self,
        height: Count,
        width: Count,
        interpolation: Literal[
            "bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"
        ] = "bilinear",
        crop_to_aspect_ratio: bool = False,
        pad_to_aspect_ratio: bool = False,
        fill_mode: Literal["constant"] = "constant",
        fill_value: float = 0.0,
        antialias: bool = False,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        if crop_to_aspect_ratio and pad_to_aspect_ratio:
            raise ArgumentError(
                "images are cropped to a ratio or padded to it, not both", where=self.name
            )
        self.height: int = int(height)
        self.width: int = int(width)
        self.interpolation: str = interpolation
        self.crop_to_aspect_ratio = crop_to_aspect_ratio
        self.pad_to_aspect_ratio = pad_to_aspect_ratio
        self.fill_mode: str = fill_mode
        self.fill_value = fill_value
        self.antialias = antialias

    def size_after(self, height: int, width: int) -> tuple[int, int]:
        return self.height, self.width

    def moved(self, images: Tensor, transformation: Drawn, interpolation: str) -> Tensor:
        return ops.image.resize(
            images,
            (self.height, self.width),
            interpolation=interpolation,
            antialias=self.antialias,
            crop_to_aspect_ratio=self.crop_to_aspect_ratio,
            pad_to_aspect_ratio=self.pad_to_aspect_ratio,
            fill_mode=self.fill_mode,
            fill_value=self.fill_value,
            data_format="channels_last",
        )

    def moved_boxes(self, boxes: Tensor, transformation: Drawn) -> Tensor:
        return resized_boxes(
            boxes,
            transformation[SHAPE][1:3],
            (self.height, self.width),
            self.crop_to_aspect_ratio,
            self.pad_to_aspect_ratio,
        )


def resized_boxes(
    boxes: Tensor, before: Any, after: tuple[int, int], crop: bool = False, pad: bool = False
) -> Tensor:
    """Returns boxes as they lie in a resized image.

    Args:
        boxes: left, top, right and bottom in pixels.
        before: height and width of the image.
        after: height and width wanted.
        crop: whether what does not fit the ratio was cut off.
        pad: whether something was put around to fit the ratio.
    """
    dtype, (high, wide), (height, width) = ops.dtype(boxes), before, after
    rows, columns = high, wide
    if crop:
        rows, columns = least(high, wide * height // width), least(wide, high * width // height)
    if pad:
        rows, columns = most(high, wide * height // width), most(wide, high * width // height)
    left, top, right, bottom = ops.unstack(boxes, 4, -1)
    across = _resized(wide, columns, width, dtype)
    down = _resized(high, rows, height, dtype)
    return ops.stack([across(left), down(top), across(right), down(bottom)], -1)


def _resized(length: int, kept: int, after: int, dtype: str) -> Callable[[Tensor], Tensor]:
    """Returns a function of edges along an axis of which a part, or more than all, is resized."""
    start = (length - kept) // 2 if length >= kept else -((kept - length) // 2)
    scale = ops.divide(float(after), as_number(kept, dtype))
    return lambda edge: ops.multiply(ops.subtract(edge, as_number(start, dtype)), scale)
