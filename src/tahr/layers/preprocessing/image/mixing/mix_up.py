"""Images blended with each other."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.dtypes import is_float
from tahr.core.ranges import DataFormat, Positive
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.image_layer import Drawn, Lengths, per_image
from tahr.layers.preprocessing.image.mixing.base import ORDER, WEIGHT, MixingLayer, drawn_order
from tahr.ops import random
from tahr.ops.boxes.formats import Boxes
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "MixUp")
class MixUp(MixingLayer):
    """Blends each image of a batch, its labels and its masks with those of another, in training.

    An image gets the boxes of both.

    Args:
        alpha: both parameters of the beta distribution that the share of the image itself is
            drawn from.

    Input: a batch of images, or a dictionary of what belongs to them, labels being one-hot.
    Output: likewise; labels and masks in floats.

    Raises:
        ArgumentError: alpha is not above zero.

    Example:
        >>> data = {"images": [[[[1.0]]], [[[1.0]]]], "labels": [[0.0, 1.0], [0.0, 1.0]]}
        >>> MixUp(seed=1)(data)["labels"].tolist()
        [[0.0, 1.0], [0.0, 1.0]]

    Source: Zhang et al. 2018, "mixup: beyond empirical risk minimization", equation 1.
    """

    @checked
    def __init__(
        self,
        alpha: Positive = 0.2,
        data_format: DataFormat | None = None,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed, data_format=data_format, **kwargs)
        self.alpha = alpha

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        weight = random.beta((lengths[0],), self.alpha, self.alpha, dtype="float32", seed=seed)
        return {WEIGHT: weight, ORDER: drawn_order(lengths, seed)}

    def mixed(self, images: Tensor, transformation: Drawn) -> Tensor:
        floats = images if is_float(ops.dtype(images)) else ops.cast(images, self.compute_dtype)
        others = ops.take(floats, transformation[ORDER], axis=0)
        weight = per_image(transformation[WEIGHT], floats)
        return ops.add(others, ops.multiply(ops.subtract(floats, others), weight))

    def transform_bounding_boxes(
        self, bounding_boxes: Boxes, transformation: Any, training: bool = True
    ) -> Boxes:
        if not training or transformation is None:
            return bounding_boxes
        own = {name: ops.convert_to_tensor(value) for name, value in bounding_boxes.items()}
        order = transformation[ORDER]
        return {
            name: ops.concatenate([value, ops.take(value, order, axis=0)], 1)
            for name, value in own.items()
        }
