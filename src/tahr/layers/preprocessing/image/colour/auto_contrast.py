"""Images stretched over all values there are."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.factors import value_range_of
from tahr.layers.preprocessing.image.image_layer import Drawn, PixelLayer


@known_as("keras.layers", "AutoContrast")
class AutoContrast(PixelLayer):
    """Stretches each channel of each image so that its values fill the value range.

    It does so outside of training too.

    Args:
        value_range: the least and the most of the values.
        **kwargs: what every layer on images takes.

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

    @checked
    def __init__(self, value_range: Any = (0, 255), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.value_range: Any = value_range_of(value_range, self.name)

    def altered(self, images: Tensor, transformation: Drawn | None) -> Tensor:
        least, most = self.value_range
        low = ops.min(images, axis=(1, 2), keepdims=True)
        high = ops.max(images, axis=(1, 2), keepdims=True)
        spread = ops.subtract(high, low)
        is_flat = ops.equal(spread, 0.0)
        scale = ops.divide(float(most - least), ops.where(is_flat, 1.0, spread))
        stretched = ops.add(ops.multiply(ops.subtract(images, low), scale), float(least))
        return ops.where(is_flat, images, ops.clip(stretched, least, most))
