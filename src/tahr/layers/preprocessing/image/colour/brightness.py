"""Images made lighter or darker."""

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import FactorLayer
from tahr.layers.preprocessing.image.factors import Pair
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    per_image,
)
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomBrightness")
class RandomBrightness(FactorLayer):
    """Adds a random number to all pixels of each image in training.

    Args:
        factor: the least and the most that is added, from -1 to 1 of the value range; one number
            stands for what lies between its opposite and it.
        value_range: the least and the most of the values; what is beyond is cut off.

    Input: images, or a dictionary of what belongs to them. Output: likewise; images keep their
    dtype.

    Raises:
        ArgumentError: the factor or the value range makes no sense.

    Example:
        >>> RandomBrightness((0.5, 0.5), value_range=(0, 1))([[[0.25], [0.75]]]).tolist()
        [[[0.75], [1.0]]]
    """

    factor_bounds: Pair = (-1.0, 1.0)
    keeps_dtype = True

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        least, most = self.value_range
        drawn = drawn_between(self.factor, (lengths[0], 1, 1, 1), seed)
        return {"rgb_delta": ops.multiply(drawn, float(most - least))}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        lighter = ops.add(images, per_image(transformation["rgb_delta"], images))
        return ops.clip(lighter, *self.value_range)
