"""Images of another hue, or of stronger or weaker colours."""

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import UNIT, ColourLayer
from tahr.layers.preprocessing.image.colour.values import scaled
from tahr.layers.preprocessing.image.factors import Pair
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    drawn_sign,
    per_image,
)
from tahr.ops.random.seeds import Seed


class HueLayer(ColourLayer):
    """A layer that computes with the hue, the saturation and the value of colours."""

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        unit = scaled(images, self.value_range, UNIT)
        hue, saturation, value = ops.split(ops.image.rgb_to_hsv(unit, "channels_last"), 3, -1)
        factor = per_image(transformation["factor"], images)
        turned = ops.concatenate([*self.turned(hue, saturation, factor), value], -1)
        return scaled(ops.image.hsv_to_rgb(turned, "channels_last"), UNIT, self.value_range)

    def turned(self, hue: Tensor, saturation: Tensor, factor: Tensor) -> tuple[Tensor, Tensor]:
        """Returns another hue and saturation."""
        raise NotImplementedError


@known_as("keras.layers", "RandomHue")
class RandomHue(HueLayer):
    """Turns the hue of each image by a random angle in training.

    Args:
        factor: the least and the most of what is drawn, from 0 to 1: 1 turns by half a circle, to
            either side. One number x stands for (0, x).

    Input: images of three channels, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: the factor or the value range makes no sense.
        ShapeError: the images do not have three channels.

    Example:
        >>> RandomHue((1.0, 1.0), value_range=(0, 1))([[[1.0, 0.0, 0.0]]]).round(3).tolist()
        [[[0.0, 1.0, 1.0]]]
    """

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        shape = (lengths[0],)
        turn = ops.multiply(drawn_between(self.factor, shape, seed), drawn_sign(shape, seed))
        return {"factor": ops.multiply(turn, 0.5)}

    def turned(self, hue: Tensor, saturation: Tensor, factor: Tensor) -> tuple[Tensor, Tensor]:
        return ops.mod(ops.add(hue, factor), 1.0), saturation


@known_as("keras.layers", "RandomSaturation")
class RandomSaturation(HueLayer):
    """Strengthens or weakens the colours of each image at random in training.

    Args:
        factor: the least and the most of what is drawn, from 0 to 1: 0 takes the colours, 0.5
            leaves them as they are, and 1 makes them as strong as can be. One number x stands for
            (-x, x), of which what is below 0 counts as 0.

    Input: images of three channels, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: the factor or the value range makes no sense.
        ShapeError: the images do not have three channels.

    Example:
        >>> RandomSaturation((0.0, 0.0), value_range=(0, 1))([[[1.0, 0.5, 0.5]]]).tolist()
        [[[1.0, 1.0, 1.0]]]
    """

    factor_bounds: Pair = (-1.0, 1.0)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        share = drawn_between(self.factor, (lengths[0],), seed)
        return {"factor": ops.divide(share, ops.subtract(1.0 + 1e-7, share))}

    def turned(self, hue: Tensor, saturation: Tensor, factor: Tensor) -> tuple[Tensor, Tensor]:
        return hue, ops.clip(ops.multiply(saturation, factor), 0.0, 1.0)
