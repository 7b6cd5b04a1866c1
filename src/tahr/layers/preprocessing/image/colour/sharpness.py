"""Images sharper or smoother."""

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import ColourLayer
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    per_image,
)
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomSharpness")
class RandomSharpness(ColourLayer):
    """Sharpens or smooths each image at random in training.

    Args:
        factor: the least and the most of what is drawn, from 0 to 1: 0 takes the smoothed image,
            0.5 leaves it as it is, 1 goes as far to the other side. One number x stands for (0, x).

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: the factor or the value range makes no sense.

    Example:
        >>> RandomSharpness((0.5, 0.5), value_range=(0, 1))([[[0.25], [0.5]]]).tolist()
        [[[0.25], [0.5]]]

    Source: Cubuk et al. 2019, "AutoAugment: learning augmentation policies from data", table 6.
    """

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        return {"factor": drawn_between(self.factor, (lengths[0],), seed)}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        share = ops.multiply(per_image(transformation["factor"], images), 2.0)
        smooth = _smoothed(images)
        blended = ops.add(smooth, ops.multiply(ops.subtract(images, smooth), share))
        return ops.clip(blended, *self.value_range)


def _smoothed(images: Tensor) -> Tensor:
    """Returns `(4 x + sum of the 9 around) / 13`; beyond the edges there are zeros."""
    padded = ops.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    rows = ops.add(ops.add(padded[:, :-2], padded[:, 1:-1]), padded[:, 2:])
    around = ops.add(ops.add(rows[:, :, :-2], rows[:, :, 1:-1]), rows[:, :, 2:])
    return ops.divide(ops.add(ops.multiply(images, 4.0), around), 13.0)
