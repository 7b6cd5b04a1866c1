"""What layers share that mix the images of a batch."""

from collections.abc import Mapping
from typing import Any

from tahr import ops
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.base import IMAGES
from tahr.layers.preprocessing.image.image_layer import Drawn, ImageLayer, Lengths
from tahr.ops import random
from tahr.ops.random.seeds import Seed

ORDER, WEIGHT = "permutation_order", "mix_weight"


class MixingLayer(ImageLayer):
    """A layer that mixes each image of a batch with another one; a single image stays as it is.

    Args:
        data_format: where the channels are.
        **kwargs: what every layer takes.
    """

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Seed = None
    ) -> Drawn | None:
        images = data[IMAGES] if isinstance(data, Mapping) else data
        if len(images.shape) != 4:
            return None
        return super().get_random_transformation(data, training, seed)

    def altered(self, images: Tensor, transformation: Drawn | None) -> Tensor:
        return images if transformation is None else self.mixed(images, transformation)

    def mixed(self, images: Tensor, transformation: Drawn) -> Tensor:
        """Returns images, or masks, `(batch, height, width, channels)`, mixed with others."""
        raise NotImplementedError

    def transform_labels(self, labels: Tensor, transformation: Any, training: bool = True) -> Any:
        if not training or transformation is None:
            return labels
        given = ops.convert_to_tensor(labels)
        floats = ops.cast(given, self.compute_dtype)
        weight = ops.cast(transformation[WEIGHT], self.compute_dtype)
        weight = ops.reshape(weight, (-1, *(1 for _ in given.shape[1:])))
        others = ops.take(floats, transformation[ORDER], axis=0)
        return ops.add(others, ops.multiply(ops.subtract(floats, others), weight))

    def transform_segmentation_masks(
        self, segmentation_masks: Tensor, transformation: Any, training: bool = True
    ) -> Any:
        masks = ops.convert_to_tensor(segmentation_masks)
        if not training or transformation is None:
            return masks
        if len(masks.shape) == 3:
            return ops.squeeze(self.mixed(ops.expand_dims(masks, -1), transformation), -1)
        return self.as_given(self.mixed(self.channels_last(masks), transformation), masks)


def drawn_order(lengths: Lengths, seed: Seed) -> Tensor:
    """Draws an order of the images of a batch."""
    keys = random.uniform((lengths[0],), dtype="float32", seed=seed)
    return ops.argsort(keys, 0)
