"""What layers share that mix the images of a batch."""

from typing import Any

from tahr import ops
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.base import images_of
from tahr.layers.preprocessing.image.image_layer import Drawn, ImageLayer, Lengths, per_image
from tahr.ops import random
from tahr.ops.random.seeds import Seed

ORDER, WEIGHT = "permutation_order", "mix_weight"


class MixingLayer(ImageLayer):
    """A layer that mixes each image of a batch with another one; a single image stays as it is.

    Args:
        seed: None draws one.
    """

    def __init__(self, seed: int | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.seeded(seed)

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Seed = None
    ) -> Drawn | None:
        if len(images_of(data).shape) != 4:
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
        floats = ops.cast(ops.convert_to_tensor(labels), self.compute_dtype)
        weight = per_image(transformation[WEIGHT], floats)
        others = ops.take(floats, transformation[ORDER], axis=0)
        return ops.add(others, ops.multiply(ops.subtract(floats, others), weight))

    def transform_segmentation_masks(
        self, segmentation_masks: Tensor, transformation: Any, training: bool = True
    ) -> Any:
        if not training or transformation is None:
            return ops.convert_to_tensor(segmentation_masks)
        return self.masks_as_images(
            segmentation_masks, lambda masks: self.mixed(masks, transformation)
        )


def drawn_order(lengths: Lengths, seed: Seed) -> Tensor:
    """Draws an order of the images of a batch."""
    keys = random.uniform((lengths[0],), dtype="float32", seed=seed)
    return ops.argsort(keys, 0)
