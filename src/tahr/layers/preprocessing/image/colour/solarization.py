"""Images of which what is light becomes its negative."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import UNIT, ValueLayer
from tahr.layers.preprocessing.image.colour.values import BYTES, scaled
from tahr.layers.preprocessing.image.factors import Pair, factor_range
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    per_image,
)
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "Solarization")
class Solarization(ValueLayer):
    """Makes pixels lighter and then turns those above a threshold into their negatives.

    Both numbers are drawn for each image, in training.

    Args:
        addition_factor: the least and the most that is added, from 0 to 1 of the value range; one
            number x stands for (0, x).
        threshold_factor: the least and the most of the threshold, likewise.
        seed: None draws one.

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
        super().__init__(value_range, **kwargs)
        self.addition_factor: Pair = factor_range(
            addition_factor, UNIT, "addition_factor", self.name
        )
        self.threshold_factor: Pair = factor_range(
            threshold_factor, UNIT, "threshold_factor", self.name
        )
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
        is_dark = ops.less(lighter, threshold)
        found = ops.where(is_dark, lighter, ops.subtract(BYTES[1], lighter))
        return scaled(found, BYTES, self.value_range)
