"""Windows cut out of images."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, DataFormat
from tahr.core.registry import known_as
from tahr.core.seeds import default_seed
from tahr.core.specs import is_known
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.base import images_of
from tahr.layers.preprocessing.image.geometry.base import SHAPE, GeometryLayer
from tahr.layers.preprocessing.image.geometry.resizing import resized_boxes
from tahr.layers.preprocessing.image.image_layer import Drawn, Lengths
from tahr.ops import random
from tahr.ops.boxes.moving import crop
from tahr.ops.image.kernels import as_number
from tahr.ops.random.seeds import Seed

TOP, LEFT = "top", "left"


class CropLayer(GeometryLayer):
    """A layer that cuts a window of one size out of images; smaller images are enlarged first.

    Args:
        height: of the window in pixels.
        width: of the window in pixels.
    """

    always = True
    interpolation: str = "bilinear"

    def __init__(self, height: int, width: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.height: int = int(height)
        self.width: int = int(width)

    def size_after(self, height: int, width: int) -> tuple[int, int]:
        return self.height, self.width

    def fits(self, lengths: Lengths) -> bool:
        """Returns whether the window fits into the images; taken to where their size is open."""
        _, height, width, _ = lengths
        pairs = ((height, self.height), (width, self.width))
        return all(not is_known(own) or own >= wanted for own, wanted in pairs)

    def moved(self, images: Tensor, transformation: Drawn, interpolation: str) -> Tensor:
        size = self.height, self.width
        if TOP not in transformation:
            kind = "bilinear" if interpolation == self.interpolation else "nearest"
            return ops.image.resize(
                images, size, kind, crop_to_aspect_ratio=True, data_format="channels_last"
            )
        count, _, _, channels = images.shape
        start = [0, transformation[TOP], transformation[LEFT], 0]
        return ops.slice(images, start, (count, *size, channels))

    def moved_boxes(self, boxes: Tensor, transformation: Drawn) -> Tensor:
        size = self.height, self.width
        if TOP not in transformation:
            return resized_boxes(boxes, transformation[SHAPE][1:3], size, crop=True)
        return crop(boxes, transformation[TOP], transformation[LEFT], *size)


@known_as("keras.layers", "CenterCrop")
class CenterCrop(CropLayer):
    """Cuts a window out of the middle of images, in training and outside of it.

    Where an image is smaller than the window, it takes the largest part of the window's ratio and
    enlarges it.

    Input: images, or a dictionary of what belongs to them. Output: likewise, of that size.

    Raises:
        ArgumentError: the size is not positive.

    Example:
        >>> CenterCrop(1, 2)([[[1.0], [2.0], [3.0], [4.0]]])[0, :, 0].tolist()
        [2.0, 3.0]
    """

    @checked
    def __init__(
        self, height: Count, width: Count, data_format: DataFormat | None = None, **kwargs: Any
    ) -> None:
        super().__init__(height, width, data_format=data_format, **kwargs)

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        if not self.fits(lengths):
            return {}
        _, height, width, _ = lengths
        return {TOP: (height - self.height) // 2, LEFT: (width - self.width) // 2}


@known_as("keras.layers", "RandomCrop")
class RandomCrop(CropLayer):
    """Cuts a window out of images, at a place that is drawn once for each batch, in training.

    Outside of training, or where images are smaller than the window, it takes the largest part
    of the window's ratio out of the middle and resizes it.

    Args:
        seed: None draws one.

    Input: images, or a dictionary of what belongs to them. Output: likewise, of that size.

    Raises:
        ArgumentError: the size is not positive.

    Example:
        >>> RandomCrop(1, 2, seed=1)([[[1.0], [2.0]]])[0, :, 0].tolist()
        [1.0, 2.0]
    """

    @checked
    def __init__(
        self,
        height: Count,
        width: Count,
        seed: int | None = None,
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(height, width, data_format=data_format, name=name, **kwargs)
        self.seeded(default_seed() if seed is None else seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Seed = None
    ) -> Drawn | None:
        if training:
            return super().get_random_transformation(data, training, seed)
        return {SHAPE: self.lengths(images_of(data))}

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        if not self.fits(lengths):
            return {}
        _, height, width, _ = lengths
        return {
            TOP: _place(height - self.height + 1, seed),
            LEFT: _place(width - self.width + 1, seed),
        }


def _place(choices: int, seed: Seed) -> Tensor:
    """Draws one of so many places, also where their number is known only at run time."""
    drawn = random.uniform((), dtype="float32", seed=seed)
    number = ops.multiply(drawn, as_number(choices, "float32"))
    return ops.cast(ops.floor(number), "int32")
