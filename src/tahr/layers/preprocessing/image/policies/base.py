"""The layers that policies choose among."""

import math
from collections.abc import Callable
from typing import Any

from tahr import ops
from tahr.core import names
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.auto_contrast import AutoContrast
from tahr.layers.preprocessing.image.colour.base import FactorLayer
from tahr.layers.preprocessing.image.colour.brightness import RandomBrightness
from tahr.layers.preprocessing.image.colour.contrast import RandomContrast
from tahr.layers.preprocessing.image.colour.equalization import Equalization
from tahr.layers.preprocessing.image.colour.grayscale import RandomColorDegeneration
from tahr.layers.preprocessing.image.colour.posterization import RandomPosterization
from tahr.layers.preprocessing.image.colour.sharpness import RandomSharpness
from tahr.layers.preprocessing.image.colour.solarization import Solarization
from tahr.layers.preprocessing.image.factors import Pair
from tahr.layers.preprocessing.image.geometry.rotation import RandomRotation
from tahr.layers.preprocessing.image.geometry.shear import RandomShear
from tahr.layers.preprocessing.image.geometry.translation import RandomTranslation
from tahr.layers.preprocessing.image.image_layer import Drawn, ImageLayer, Lengths
from tahr.layers.preprocessing.image.policies.keys import Keys, drawn_keys
from tahr.ops import random
from tahr.ops.random.seeds import Seed

MOST_BITS = 8
KEYS_EACH = 8
"""Keys that each layer is given: no layer draws more often."""
NAMES = (
    "random_shear", "random_translation", "random_rotation", "random_brightness",
    "random_color_degeneration", "random_contrast", "random_sharpness", "random_posterization",
    "solarization", "auto_contrast", "equalization",
)  # fmt: skip
HELD_OUT = (
    "random_brightness", "random_color_degeneration", "random_contrast", "random_sharpness",
)  # fmt: skip
"""Those that would be among what robustness is tested with, as in ImageNet-C."""


class PolicyLayer(FactorLayer):
    """A layer that applies others, which it chooses at random.

    Args:
        factor: the least and the most of their strength, from 0 to 1; one number x stands for
            (0, x).
        interpolation: "bilinear" or "nearest"; masks always take the nearest.
    """

    all_ops = True
    """Whether the layers that a test of robustness would hold are among those chosen."""

    def __init__(
        self, factor: Any, value_range: Any, seed: int | None, interpolation: str, **kwargs: Any
    ) -> None:
        super().__init__(factor, value_range, seed, **kwargs)
        self.interpolation: str = interpolation
        self._make(self.factor, seed)

    def _make(self, factor: Pair, seed: int | None) -> None:
        """Makes the layers to choose among, as attributes of their names."""
        with names.fresh():
            colour: dict[str, Any] = {"value_range": self.value_range}
            place: dict[str, Any] = {"interpolation": self.interpolation}
            bits = (1, max(1, int(MOST_BITS * factor[1])))
            self.random_shear: RandomShear = RandomShear(factor, factor, seed=seed, **place)
            self.random_translation: RandomTranslation = RandomTranslation(
                factor, factor, seed=seed, **place
            )
            self.random_rotation: RandomRotation = RandomRotation(factor, seed=seed, **place)
            self.random_brightness: RandomBrightness = RandomBrightness(factor, seed=seed, **colour)
            self.random_color_degeneration: RandomColorDegeneration = RandomColorDegeneration(
                factor, seed=seed, **colour
            )
            self.random_contrast: RandomContrast = RandomContrast(factor, seed=seed, **colour)
            self.random_sharpness: RandomSharpness = RandomSharpness(factor, seed=seed, **colour)
            self.random_posterization: RandomPosterization = RandomPosterization(
                bits, seed=seed, **colour
            )
            self.solarization: Solarization = Solarization(factor, factor, seed=seed, **colour)
            self.auto_contrast: AutoContrast = AutoContrast(**colour)
            self.equalization: Equalization = Equalization(**colour)

    def choices(self) -> list[ImageLayer]:
        """Returns the layers to choose among."""
        names = NAMES if self.all_ops else tuple(n for n in NAMES if n not in HELD_OUT)
        return [getattr(self, name) for name in names]

    def choice(self, shape: tuple[int, ...], seed: Seed) -> tuple[Tensor, Tensor]:
        """Draws which layers are applied, and the keys that they draw by."""
        chosen = random.randint(shape, 0, len(self.choices()), seed=seed)
        keys = drawn_keys(math.prod(shape) * KEYS_EACH, seed)
        return chosen, ops.reshape(keys, (*shape, KEYS_EACH, 2))

    def applied(self, lengths: Lengths) -> list[Callable[[Tensor, Tensor], Tensor]]:
        """Returns what each of the layers does to prepared images, and keys to draw by."""
        return [_applying(layer, lengths) for layer in self.choices()]


def _applying(layer: ImageLayer, lengths: Lengths) -> Callable[[Tensor, Tensor], Tensor]:
    def run(images: Tensor, keys: Tensor) -> Tensor:
        drawn: Drawn | None = layer.drawn(lengths, Keys(keys))
        return ops.cast(layer.altered(images, drawn), images.dtype)

    return run
