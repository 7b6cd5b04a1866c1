"""Images as if on a sheet of rubber."""

import math
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.mistaken import missing_method
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.factors import Pair, factor_range, value_range_of
from tahr.layers.preprocessing.image.geometry.base import FillingLayer, FillMode, Interpolation
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    drawn_truth,
    per_image,
)
from tahr.ops import random
from tahr.ops.boxes.formats import Boxes
from tahr.ops.image.coordinates import ORDERS
from tahr.ops.image.transforms import displaced
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomElasticTransform")
class RandomElasticTransform(FillingLayer):
    """Distorts a random part of the images elastically in training.

    Each pixel is read from another place; how far away is noise that a Gaussian smooths. Masks
    are distorted as their images are.

    Args:
        factor: the least and the most that the chance of an image may be; one number x stands for
            (0, x).
        scale: the least and the most of the strength, drawn once for each batch: with 1 pixels
            move by a tenth of the longer side, times noise whose deviation, and the Gaussian's,
            is a twentieth of the shorter one. One number x stands for (0, x).
        value_range: the least and the most of the values.

    Input: images, or a dictionary of them, labels and masks, of a known height and width.
    Output: likewise.

    Raises:
        ArgumentError: an argument is none there is.

    Example:
        >>> layer = RandomElasticTransform((1.0, 1.0), (0.5, 0.5), seed=1)
        >>> layer([[[1.0], [1.0]], [[1.0], [1.0]]]).round(3).tolist()
        [[[1.0], [1.0]], [[1.0], [1.0]]]

    Source: Simard et al. 2003, "Best practices for convolutional neural networks applied to
    visual document analysis", section 2.
    """

    @checked
    def __init__(
        self,
        factor: Any = 1.0,
        scale: Any = 1.0,
        interpolation: Interpolation = "bilinear",
        fill_mode: FillMode = "reflect",
        fill_value: float = 0.0,
        value_range: Any = (0, 255),
        seed: int | None = None,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            fill_mode, interpolation, seed, fill_value, data_format=data_format, **kwargs
        )
        self.factor: Pair = factor_range(factor, (0.0, 1.0), "factor", self.name)
        self.scale: Pair = factor_range(scale, (0.0, math.inf), "scale", self.name)
        self.value_range: Any = value_range_of(value_range, self.name)

    def get_elastic_transform_params(self, height: int, width: int, factor: Any) -> tuple[Any, Any]:
        """Returns how far pixels move, and the deviation of the noise and the Gaussian, in pixels.

        Args:
            height: of the images in pixels.
            width: of the images in pixels.
            factor: the strength.
        """
        return max(height, width) * 0.1 * factor, min(height, width) * 0.05 * factor

    def placed(self, lengths: Lengths, seed: Seed) -> Drawn:
        count, height, width, _ = lengths
        chosen = drawn_truth(self.factor, (count,), seed)
        strength = ops.maximum(drawn_between(self.scale, (), seed), 1e-6)
        far, deviation = self.get_elastic_transform_params(height, width, strength)
        widest = self.get_elastic_transform_params(height, width, self.scale[1])[1]
        window = 2 * math.ceil(3 * widest) + 1
        noise = random.normal((count, height, width, 2), dtype="float32", seed=seed)
        smooth = ops.image.gaussian_blur(
            ops.multiply(noise, deviation),
            (window, window),
            (deviation, deviation),
            data_format="channels_last",
        )
        return {"apply_transform": chosen, "displacements": ops.multiply(smooth, far)}

    def moved(self, images: Tensor, transformation: Drawn, interpolation: str) -> Tensor:
        shifts = ops.cast(transformation["displacements"], "float32")
        order = ORDERS[interpolation]
        distorted = displaced(images, shifts, order, self.fill_mode, self.fill_value)
        return ops.where(per_image(transformation["apply_transform"], images), distorted, images)

    def transform_bounding_boxes(
        self, bounding_boxes: Boxes, transformation: Any, training: bool = True
    ) -> Boxes:
        raise missing_method(
            self, "transform_bounding_boxes", "leave the boxes out: no box fits what is distorted"
        )
