"""Images as their negatives."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import FactorLayer
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_truth,
    per_image,
)
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomInvert")
class RandomInvert(FactorLayer):
    """Turns a random part of the images into their negatives in training.

    Args:
        factor: the least and the most that the chance of an image may be; one number x stands for
            (0, x).

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
        super().__init__(factor, value_range, seed, data_format=data_format, **kwargs)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        return {"apply_inversion": drawn_truth(self.factor, (lengths[0],), seed)}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        chosen = per_image(transformation["apply_inversion"], images)
        return ops.where(chosen, ops.subtract(float(sum(self.value_range)), images), images)
