"""Images smoothed by a Gaussian."""

import math
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, told
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import FactorLayer
from tahr.layers.preprocessing.image.factors import Pair, factor_range
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    drawn_between,
    drawn_truth,
    per_image,
)
from tahr.ops.random.seeds import Seed


@known_as("keras.layers", "RandomGaussianBlur")
class RandomGaussianBlur(FactorLayer):
    """Smooths a random part of the images by a Gaussian in training.

    Args:
        factor: the least and the most that the chance of an image may be; one number x stands for
            (0, x).
        kernel_size: width and height of the window in pixels, odd; or one number for both.
        sigma: the least and the most of the standard deviation in pixels; one number x stands for
            (0, x). It is drawn along the width and along the height, for all images of a batch.

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: an argument makes no sense.

    Example:
        >>> layer = RandomGaussianBlur((1.0, 1.0), (3, 1), (1.0, 1.0), value_range=(0, 1))
        >>> [round(n, 3) for n in layer([[[0.0], [1.0], [0.0]]])[0, :, 0].tolist()]
        [0.274, 0.452, 0.274]
    """

    @checked
    def __init__(
        self,
        factor: Any = 1.0,
        kernel_size: Any = 3,
        sigma: Any = 1.0,
        value_range: Any = (0, 255),
        data_format: DataFormat | None = None,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(factor, value_range, seed, data_format=data_format, **kwargs)
        self.kernel_size: tuple[int, int] = _odd_sizes(kernel_size, self.name)
        self.sigma: Pair = factor_range(sigma, (0.0, math.inf), "sigma", self.name)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        least = max(self.sigma[0], 1e-6)  # a window of no width would divide by zero
        return {
            "should_apply_blur": drawn_truth(self.factor, (lengths[0],), seed),
            "blur_factor": drawn_between((least, max(self.sigma[1], least)), (2,), seed),
        }

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        across, down = ops.unstack(transformation["blur_factor"], 2, 0)
        sizes = self.kernel_size[::-1]
        smooth = ops.image.gaussian_blur(images, sizes, (down, across), "channels_last")
        chosen = per_image(transformation["should_apply_blur"], images)
        return ops.clip(ops.where(chosen, smooth, images), *self.value_range)


def _odd_sizes(value: Any, where: str) -> tuple[int, int]:
    pair = tuple(value) if isinstance(value, list | tuple) else (value, value)
    if len(pair) != 2 or not all(isinstance(n, int) and n > 0 and n % 2 for n in pair):
        raise ArgumentError(
            "kernel_size does not fit",
            where=where,
            expected="an odd number, or (width, height) of odd numbers",
            got=told(value),
        )
    return pair
