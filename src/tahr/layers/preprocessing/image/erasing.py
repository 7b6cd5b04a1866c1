"""Patches of images erased."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import UNIT, FactorLayer
from tahr.layers.preprocessing.image.factors import Pair, factor_range
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    drawn_truth,
    per_image,
)
from tahr.layers.preprocessing.image.patches import patches
from tahr.ops import random
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomErasing")
class RandomErasing(FactorLayer):
    """Erases a patch of a random part of the images in training.

    Boxes, labels and masks stay as they are.

    Args:
        factor: the least and the most that the chance of an image may be; one number x stands for
            (0, x).
        scale: the least and the most of the squares of the patch's sides in parts of the
            image's, drawn for each side. One number x stands for (0, x).
        fill_value: what stands in a patch; None for noise.

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: a factor or the value range makes no sense.

    Example:
        >>> RandomErasing((1.0, 1.0), (1.0, 1.0), fill_value=7.0)([[[1.0], [2.0]]]).tolist()
        [[[7.0], [7.0]]]

    Source: Zhong et al. 2020, "Random erasing data augmentation", algorithm 1.
    """

    @checked
    def __init__(
        self,
        factor: Any = 1.0,
        scale: Any = (0.02, 0.33),
        fill_value: float | None = None,
        value_range: Any = (0, 255),
        seed: int | None = None,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(factor, value_range, seed, data_format=data_format, **kwargs)
        self.scale: Pair = factor_range(scale, UNIT, "scale", self.name)
        self.fill_value = fill_value

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        shape = (lengths[0],)
        sides = [ops.sqrt(drawn_between(self.scale, shape, seed)) for _ in range(2)]
        return {
            "apply_erasing": drawn_truth(self.factor, shape, seed),
            "batch_masks": patches(lengths, sides[0], sides[1], seed),
            "fill_value": self._filling(lengths, seed),
        }

    def _filling(self, lengths: Lengths, seed: Seed) -> Any:
        if self.fill_value is not None:
            return ops.convert_to_tensor(self.fill_value, dtype="float32")
        least, most = self.value_range
        noise = ops.clip(random.normal(lengths, dtype="float32", seed=seed), 0.0, 1.0)
        return ops.add(ops.multiply(noise, float(most - least)), float(least))

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        chosen = per_image(transformation["apply_erasing"], images)
        erased = ops.logical_and(transformation["batch_masks"], chosen)
        return ops.where(erased, ops.cast(transformation["fill_value"], images.dtype), images)
