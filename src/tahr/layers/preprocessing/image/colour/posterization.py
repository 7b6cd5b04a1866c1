"""Images of fewer shades."""

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import ColourLayer
from tahr.layers.preprocessing.image.colour.values import BYTES, scaled
from tahr.layers.preprocessing.image.factors import Pair
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    per_image,
)
from tahr.ops.random.seeds import Seed

BITS = 8


@known_as("keras.layers", "RandomPosterization")
class RandomPosterization(ColourLayer):
    """Keeps a random number of bits of each channel, in training.

    Args:
        factor: the least of the bits that are kept and what they stay below, from 1 to 8, or
            twice the same number; one number x stands for (1, x).

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: the factor or the value range makes no sense.

    Example:
        >>> RandomPosterization((1, 1))([[[10.0], [250.0]]]).tolist()
        [[[0.0], [128.0]]]

    Source: Cubuk et al. 2019, "AutoAugment: learning augmentation policies from data", table 6.
    """

    factor_bounds: Pair = (1, BITS)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        bits = ops.floor(drawn_between(self.factor, (lengths[0],), seed))
        return {"shift_factor": ops.cast(ops.subtract(float(BITS), bits), "int32")}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        lost = per_image(transformation["shift_factor"], images)
        step = ops.power(2.0, lost)
        shades = ops.floor(scaled(images, self.value_range, BYTES))
        kept = ops.multiply(ops.floor(ops.divide(shades, step)), step)
        return scaled(kept, BYTES, self.value_range)
