"""Tahr's own layers on images: each says what it draws, and what comes of a batch."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from tahr import ops
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.base import BaseImagePreprocessingLayer, images_of
from tahr.layers.preprocessing.image.factors import Pair
from tahr.ops import random
from tahr.ops.boxes.formats import Boxes
from tahr.ops.image.batches import widened
from tahr.ops.random.seeds import Seed, SeedGenerator

Drawn: TypeAlias = dict[str, Any]
Lengths: TypeAlias = tuple[int, int, int, int]


class ImageLayer(BaseImagePreprocessingLayer):
    """A layer that transforms a batch of images in floats, their channels last.

    A subclass writes `altered`, and `drawn` if it draws anything. What it gives is cast to the
    dtype of the layer, whether in training or not.

    Args:
        **kwargs: what every layer on images takes.
    """

    keeps_dtype = False
    """Whether images stay in the dtype they have, rather than get that of the layer."""
    always = False
    """Whether images are transformed outside of training too."""
    generator: SeedGenerator

    def seeded(self, seed: int | None) -> None:
        """Keeps a seed, and what draws by it."""
        self.seed = seed
        self.generator = SeedGenerator(seed)

    def lengths(self, images: Tensor) -> Lengths:
        """Returns (batch, height, width, channels) of images; a single one is a batch of one."""
        shape = tuple(images.shape)
        count, rest = (shape[0], shape[1:]) if len(shape) == 4 else (1, shape)
        if self.data_format == "channels_first":
            rest = (*rest[1:], rest[0])
        return (count, *rest)  # type: ignore[return-value]

    def get_random_transformation(
        self, data: Any, training: bool = True, seed: Seed = None
    ) -> Drawn | None:
        if not (training or self.always):
            return None
        return self.drawn(self.lengths(images_of(data)), self.generator_of(seed))

    def generator_of(self, seed: Seed) -> Seed:
        """Returns what to draw by: one for all draws of a transformation."""
        if isinstance(seed, int):
            return SeedGenerator(seed)
        return getattr(self, "generator", None) if seed is None else seed

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn | None:
        """Draws a transformation for each image of a batch.

        Args:
            lengths: (batch, height, width, channels).
            seed: what to draw by.
        """
        return None

    def transform_images(self, images: Tensor, transformation: Any, training: bool = True) -> Any:
        given = ops.convert_to_tensor(images)
        target = ops.dtype(given) if self.keeps_dtype else self.compute_dtype
        if not (training or self.always):
            return ops.cast(given, target)
        batch = self.prepared(self.channels_last(given), target)
        return self.as_given(ops.cast(self.altered(batch, transformation), target), given)

    def prepared(self, images: Tensor, dtype: str) -> Tensor:
        """Returns images in what they are computed in: floats that sums may be computed in.

        Args:
            images: a batch with the channels last.
            dtype: that of the result.
        """
        return widened(images)

    def altered(self, images: Tensor, transformation: Any) -> Tensor:
        """Returns what comes of a batch of prepared images with the channels last."""
        raise NotImplementedError

    def transform_bounding_boxes(
        self, bounding_boxes: Boxes, transformation: Any, training: bool = True
    ) -> Boxes:
        return bounding_boxes

    def transform_segmentation_masks(
        self, segmentation_masks: Tensor, transformation: Any, training: bool = True
    ) -> Any:
        return segmentation_masks

    def masks_as_images(self, masks: Any, change: Callable[[Tensor], Tensor]) -> Tensor:
        """Changes masks, whose axis of channels may be left out, as a batch with channels last.

        Args:
            masks: `(batch, height, width)`, or with channels.
            change: a function of `(batch, height, width, channels)`.
        """
        given = ops.convert_to_tensor(masks)
        if len(given.shape) == 3:
            return ops.squeeze(change(ops.expand_dims(given, -1)), -1)
        return self.as_given(change(self.channels_last(given)), given)

    def channels_last(self, images: Tensor) -> Tensor:
        """Returns one image or a batch as a batch with the channels last."""
        batch = images if len(images.shape) == 4 else ops.expand_dims(images, 0)
        if self.data_format == "channels_last":
            return batch
        return ops.transpose(batch, (0, 2, 3, 1))

    def as_given(self, batch: Tensor, images: Tensor) -> Tensor:
        """Undoes `channels_last`."""
        if self.data_format == "channels_first":
            batch = ops.transpose(batch, (0, 3, 1, 2))
        return batch if len(images.shape) == 4 else ops.squeeze(batch, 0)


@rows_apart
class PixelLayer(ImageLayer):
    """A layer that changes the colours of each image and moves nothing: only images change."""


def drawn_between(pair: Pair, shape: Sequence[int], seed: Seed) -> Tensor:
    """Draws uniform numbers between the least and the most."""
    return random.uniform(tuple(shape), *pair, dtype="float32", seed=seed)


def drawn_truth(pair: Pair, shape: Sequence[int], seed: Seed) -> Tensor:
    """Draws truths, each with a chance that is drawn between the least and the most."""
    least, most = pair
    chance = least if least == most else drawn_between(pair, shape, seed)
    return ops.less(drawn_between((0.0, 1.0), shape, seed), chance)


def drawn_sign(shape: Sequence[int], seed: Seed) -> Tensor:
    """Draws -1 or 1."""
    return ops.where(drawn_truth((0.5, 0.5), shape, seed), 1.0, -1.0)


def per_image(numbers: Any, like: Tensor) -> Tensor:
    """Returns one number for each image, in a shape and dtype that multiply with a batch.

    Args:
        numbers: one for each image, in any shape; truths stay truths.
        like: images, masks, labels or edges of boxes, `(batch, ...)`.
    """
    tensor = ops.convert_to_tensor(numbers)
    truths = ops.dtype(tensor) == "bool"
    tensor = tensor if truths else ops.cast(tensor, ops.dtype(like))
    return ops.reshape(tensor, (-1, *(1 for _ in like.shape[1:])))
