"""Patches of images replaced by those of others."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.mistaken import missing_method
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.factors import Pair, factor_range
from tahr.layers.preprocessing.image.image_layer import Drawn, Lengths, drawn_between
from tahr.layers.preprocessing.image.mixing.base import ORDER, WEIGHT, MixingLayer, drawn_order
from tahr.layers.preprocessing.image.patches import patches
from tahr.ops import random
from tahr.ops.boxes.formats import Boxes
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "CutMix")
class CutMix(MixingLayer):
    """Replaces a patch of each image of a batch by that of another one, in training.

    Masks are cut alike, and labels blended by what the patch covers.

    Args:
        factor: the least and the most of both parameters of the beta distribution that the share
            of the image itself is drawn from; one number x stands for (0, x).

    Input: a batch of images, or a dictionary of them, their masks and labels, which are one-hot.
    Output: likewise; labels in floats.

    Raises:
        ArgumentError: the factor makes no sense.

    Example:
        >>> data = {"images": [[[[1.0]]], [[[1.0]]]], "labels": [[0.0, 1.0], [0.0, 1.0]]}
        >>> CutMix(seed=1)(data)["labels"].tolist()
        [[0.0, 1.0], [0.0, 1.0]]

    Source: Yun et al. 2019, "CutMix: regularization strategy to train strong classifiers",
    equations 1 and 2.
    """

    @checked
    def __init__(
        self,
        factor: Any = 1.0,
        seed: int | None = None,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed, data_format=data_format, **kwargs)
        self.factor: Pair = factor_range(factor, (0.0, 1.0), "factor", self.name)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        shape = (lengths[0],)
        alpha = ops.maximum(drawn_between(self.factor, shape, seed), 1e-3)
        weight = random.beta(shape, alpha, alpha, dtype="float32", seed=seed)
        side = ops.sqrt(ops.subtract(1.0, weight))
        return {
            ORDER: drawn_order(lengths, seed),
            "batch_masks": patches(lengths, side, side, seed),
            WEIGHT: weight,
        }

    def mixed(self, images: Tensor, transformation: Drawn) -> Tensor:
        others = ops.take(images, transformation[ORDER], axis=0)
        return ops.where(transformation["batch_masks"], others, images)

    def transform_bounding_boxes(
        self, bounding_boxes: Boxes, transformation: Any, training: bool = True
    ) -> Boxes:
        if not training or transformation is None:
            return bounding_boxes
        raise missing_method(
            self, "transform_bounding_boxes", "leave the boxes out, or use MixUp, which keeps them"
        )
