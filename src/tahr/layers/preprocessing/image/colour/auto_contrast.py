"""Images stretched over all values there are."""

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import ValueLayer
from tahr.layers.preprocessing.image.image_layer import Drawn


@known_as("keras.layers", "AutoContrast")
class AutoContrast(ValueLayer):
    """Stretches each channel of each image so that its values fill the value range.

    It does so outside of training too.

    Input: images, or a dictionary of what belongs to them. Output: likewise; a channel of one
    value stays as it is.

    Raises:
        ArgumentError: the value range makes no sense.

    Example:
        >>> AutoContrast((0, 1))([[[0.25], [0.5], [0.75]]]).tolist()
        [[[0.0], [0.5], [1.0]]]

    Source: Cubuk et al. 2019, "AutoAugment: learning augmentation policies from data", table 6.
    """

    always = True

    def altered(self, images: Tensor, transformation: Drawn | None) -> Tensor:
        least, most = self.value_range
        low = ops.min(images, axis=(1, 2), keepdims=True)
        high = ops.max(images, axis=(1, 2), keepdims=True)
        spread = ops.subtract(high, low)
        is_flat = ops.equal(spread, 0.0)
        scale = ops.divide(float(most - least), ops.where(is_flat, 1.0, spread))
        stretched = ops.add(ops.multiply(ops.subtract(images, low), scale), float(least))
        return ops.where(is_flat, images, ops.clip(stretched, least, most))
