"""Brightness, contrast, saturation and hue changed one after the other."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import ValueLayer
from tahr.layers.preprocessing.image.colour.brightness import RandomBrightness
from tahr.layers.preprocessing.image.colour.contrast import RandomContrast
from tahr.layers.preprocessing.image.colour.hue import RandomHue, RandomSaturation
from tahr.layers.preprocessing.image.image_layer import Drawn, ImageLayer, Lengths
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomColorJitter")
class RandomColorJitter(ValueLayer):
    """Changes brightness, contrast, saturation and hue of each image at random in training.

    Args:
        brightness_factor: as `RandomBrightness` takes it; None changes none.
        contrast_factor: as `RandomContrast` takes it; None changes none.
        saturation_factor: as `RandomSaturation` takes it; None changes none.
        hue_factor: as `RandomHue` takes it; None changes none.
        seed: None draws one.

    Input: images, or a dictionary of what belongs to them; three channels for saturation and hue.
    Output: likewise.

    Raises:
        ArgumentError: a factor or the value range makes no sense.

    Example:
        >>> layer = RandomColorJitter((0, 1), brightness_factor=(0.5, 0.5))
        >>> layer([[[0.25], [0.75]]]).tolist()
        [[[0.75], [1.0]]]
    """

    @checked
    def __init__(
        self,
        value_range: Any = (0, 255),
        brightness_factor: Any = None,
        contrast_factor: Any = None,
        saturation_factor: Any = None,
        hue_factor: Any = None,
        seed: int | None = None,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(value_range, data_format=data_format, **kwargs)
        self.brightness_factor = brightness_factor
        self.contrast_factor = contrast_factor
        self.saturation_factor = saturation_factor
        self.hue_factor = hue_factor
        self.seeded(seed)
        kinds: tuple[tuple[type[ImageLayer], Any], ...] = (
            (RandomBrightness, brightness_factor),
            (RandomContrast, contrast_factor),
            (RandomSaturation, saturation_factor),
            (RandomHue, hue_factor),
        )
        self._parts: list[ImageLayer] = [
            kind(factor, value_range=value_range, seed=0)  # type: ignore[call-arg]
            for kind, factor in kinds
            if factor is not None
        ]

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        return {part.name: part.drawn(lengths, seed) for part in self._parts}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        for part in self._parts:
            images = part.altered(images, transformation[part.name])
        return images
