"""Images of more or less contrast."""

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import FactorLayer
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    per_image,
)
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomContrast")
class RandomContrast(FactorLayer):
    """Scales how far the pixels of each image are from their mean, in training.

    For each channel of an image it computes `(x - mean) * contrast + mean`.

    Args:
        factor: (lower, upper): the contrast is drawn from `1 - lower` to `1 + upper`. One number
            x stands for (0, x).
        value_range: the least and the most of the values; what is beyond is cut off.

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: the factor or the value range makes no sense.

    Example:
        >>> layer = RandomContrast((0.0, 0.5), value_range=(0, 1), seed=1)
        >>> layer([[[0.25], [0.75]]], training=False).tolist()
        [[[0.25], [0.75]]]
    """

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        lower, upper = self.factor
        pair = (1.0 - lower, 1.0 + upper)
        return {"contrast_factor": drawn_between(pair, (lengths[0], 1, 1, 1), seed)}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        contrast = per_image(transformation["contrast_factor"], images)
        # Row by row first: of both axes at once XLA makes a loop of twice the time on processors.
        mean = ops.mean(ops.mean(images, axis=1, keepdims=True), axis=2, keepdims=True)
        spread = ops.multiply(ops.subtract(images, mean), contrast)
        return ops.clip(ops.add(spread, mean), *self.value_range)
