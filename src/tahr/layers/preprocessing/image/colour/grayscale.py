"""Images without colour, wholly or in part."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat, Fraction
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import ColourLayer
from tahr.layers.preprocessing.image.factors import Pair
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    PixelLayer,
    drawn_between,
    drawn_truth,
    per_image,
)
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomGrayscale")
class RandomGrayscale(PixelLayer):
    """Takes the colour out of a random part of the images in training.

    Args:
        factor: the chance of each image, from 0 to 1.
        seed: None draws one.

    Input: images of three channels, or a dictionary of what belongs to them. Output: likewise,
    with three equal channels; images keep their dtype.

    Raises:
        ArgumentError: the factor is not from 0 to 1.
        ShapeError: the images do not have three channels.

    Example:
        >>> grey = RandomGrayscale(1.0)([[[1.0, 1.0, 0.0]]])
        >>> [round(n, 4) for n in grey[0, 0].tolist()]
        [0.8859, 0.8859, 0.8859]

    Source: ITU-R BT.601, section 2.5.1.
    """

    in_config_if_changed: tuple[str, ...] = (
        "activity_regularizer", "autocast", "bounding_box_format",
    )  # fmt: skip
    not_in_config: tuple[str, ...] = ("seed",)
    keeps_dtype = True

    @checked
    def __init__(
        self,
        factor: Fraction = 0.5,
        data_format: DataFormat | None = None,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.factor: float = factor
        self.seeded(seed)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        chance = (self.factor, self.factor)
        return {"should_apply": drawn_truth(chance, (lengths[0], 1, 1, 1), seed)}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        chosen = per_image(transformation["should_apply"], images)
        return ops.where(chosen, grey(images), images)


@known_as("keras.layers", "RandomColorDegeneration")
class RandomColorDegeneration(ColourLayer):
    """Blends each image with itself in grey, by a random share, in training.

    Args:
        factor: the least and the most that grey counts: 0 leaves an image as it is, 1 takes its
            colour. One number x stands for (-x, x).

    Input: images of three channels, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: the factor or the value range makes no sense.
        ShapeError: the images do not have three channels.

    Example:
        >>> layer = RandomColorDegeneration((1.0, 1.0), value_range=(0, 1))
        >>> [round(n, 4) for n in layer([[[1.0, 1.0, 0.0]]])[0, 0].tolist()]
        [0.8859, 0.8859, 0.8859]

    Source: Cubuk et al. 2019, "AutoAugment: learning augmentation policies from data", table 6.
    """

    factor_bounds: Pair = (-1.0, 1.0)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        return {"factor": drawn_between(self.factor, (lengths[0], 1, 1, 1), seed)}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        share = per_image(transformation["factor"], images)
        faded = ops.add(images, ops.multiply(ops.subtract(grey(images), images), share))
        return ops.clip(faded, *self.value_range)


def grey(images: Tensor) -> Tensor:
    """Returns how light the pixels of `(batch, height, width, 3)` are, in one channel."""
    return ops.image.rgb_to_grayscale(images, "channels_last")
