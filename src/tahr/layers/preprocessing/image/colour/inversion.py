"""Images as their negatives, wholly or where they are light."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.values import BYTES, scaled
from tahr.layers.preprocessing.image.factors import Pair, factor_range, value_range_of
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    PixelLayer,
    drawn_between,
    drawn_truth,
    per_image,
)
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomInvert")
class RandomInvert(PixelLayer):
    """Turns a random part of the images into their negatives in training.

    Args:
        factor: the least and the most that the chance of an image may be; one number x stands for
            (0, x).
        value_range: the least and the most of the values.
        seed: None draws one.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        **kwargs: what every layer on images takes.

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: the factor or the value range makes no sense.

    Example:
        >>> RandomInvert((1.0, 1.0))([[[5.0], [250.0]]]).tolist()
        [[[250.0], [5.0]]]
    """

    @checked
    def __init__(
        self,
        factor: Any = 1.0,
        value_range: Any = (0, 255),
        seed: int | None = None,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.factor: Pair = factor_range(factor, (0.0, 1.0), "factor", self.name)
        self.value_range: Any = value_range_of(value_range, self.name)
        self.seeded(seed)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        return {"apply_inversion": drawn_truth(self.factor, (lengths[0],), seed)}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        chosen = per_image(transformation["apply_inversion"], images)
        return ops.where(chosen, ops.subtract(float(sum(self.value_range)), images), images)


@known_as("keras.layers", "Solarization")
class Solarization(PixelLayer):
    """Makes pixels lighter and then turns those above a threshold into their negatives.

    Both numbers are drawn for each image, in training.

    Args:
        addition_factor: the least and the most that is added, from 0 to 1 of the value range; one
            number x stands for (0, x).
        threshold_factor: the least and the most of the threshold, likewise.
        value_range: the least and the most of the values.
        seed: None draws one.
        **kwargs: what every layer on images takes.

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: a factor or the value range makes no sense.

    Example:
        >>> Solarization(0.0, (0.5, 0.5))([[[10.0], [250.0]]]).tolist()
        [[[10.0], [5.0]]]

    Source: Cubuk et al. 2019, "AutoAugment: learning augmentation policies from data", table 6.
    """

    @checked
    def __init__(
        self,
        addition_factor: Any = 0.0,
        threshold_factor: Any = 0.0,
        value_range: Any = (0, 255),
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        unit = (0.0, 1.0)
        self.addition_factor: Pair = factor_range(
            addition_factor, unit, "addition_factor", self.name
        )
        self.threshold_factor: Pair = factor_range(
            threshold_factor, unit, "threshold_factor", self.name
        )
        self.value_range: Any = value_range_of(value_range, self.name)
        self.seeded(seed)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        factors = {"additions": self.addition_factor, "thresholds": self.threshold_factor}
        shape = (lengths[0], 1, 1, 1)
        return {
            name: ops.multiply(drawn_between(pair, shape, seed), BYTES[1])
            for name, pair in factors.items()
        }

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        shades = scaled(images, self.value_range, BYTES)
        lighter = ops.add(shades, per_image(transformation["additions"], images))
        lighter = ops.clip(lighter, *BYTES)
        threshold = per_image(transformation["thresholds"], images)
        turned = ops.less(lighter, threshold)
        found = ops.where(turned, lighter, ops.subtract(BYTES[1], lighter))
        return scaled(found, BYTES, self.value_range)
