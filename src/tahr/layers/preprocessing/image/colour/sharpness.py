"""Images sharper or smoother."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, told
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.factors import Pair, factor_range, value_range_of
from tahr.layers.preprocessing.image.image_layer import (
    Drawn,
    Lengths,
    PixelLayer,
    drawn_between,
    drawn_truth,
    per_image,
)
from tahr.ops.random.seeds import Seed

UNIT = (0.0, 1.0)


@known_as("keras.layers", "RandomSharpness")
class RandomSharpness(PixelLayer):
    """Sharpens or smooths each image at random in training.

    Args:
        factor: the least and the most of what is drawn, from 0 to 1: 0 takes the smoothed image,
            0.5 leaves it as it is, 1 goes as far to the other side. One number x stands for (0, x).
        value_range: the least and the most of the values.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        seed: None draws one.
        **kwargs: what every layer on images takes.

    Input: images, or a dictionary of what belongs to them. Output: likewise.

    Raises:
        ArgumentError: the factor or the value range makes no sense.

    Example:
        >>> RandomSharpness((0.5, 0.5), value_range=(0, 1))([[[0.25], [0.5]]]).tolist()
        [[[0.25], [0.5]]]

    Source: Cubuk et al. 2019, "AutoAugment: learning augmentation policies from data", table 6.
    """

    @checked
    def __init__(
        self,
        factor: Any,
        value_range: Any = (0, 255),
        data_format: DataFormat | None = None,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.factor: Pair = factor_range(factor, UNIT, "factor", self.name)
        self.value_range: Any = value_range_of(value_range, self.name)
        self.seeded(seed)

    def drawn(self, lengths: Lengths, seed: Seed) -> Drawn:
        return {"factor": drawn_between(self.factor, (lengths[0],), seed)}

    def altered(self, images: Tensor, transformation: Drawn) -> Tensor:
        share = ops.multiply(per_image(transformation["factor"], images), 2.0)
        smooth = _smoothed(images)
        blended = ops.add(smooth, ops.multiply(ops.subtract(images, smooth), share))
        return ops.clip(blended, *self.value_range)


def _smoothed(images: Tensor) -> Tensor:
    """Returns `(4 x + sum of the 9 around) / 13`; beyond the edges there are zeros."""
    padded = ops.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    rows = ops.add(ops.add(padded[:, :-2], padded[:, 1:-1]), padded[:, 2:])
    around = ops.add(ops.add(rows[:, :, :-2], rows[:, :, 1:-1]), rows[:, :, 2:])
    return ops.divide(ops.add(ops.multiply(images, 4.0), around), 13.0)


@known_as("keras.layers", "RandomGaussianBlur")
class RandomGaussianBlur(PixelLayer):
    """Smooths a random part of the images by a Gaussian in training.

    Args:
        factor: the least and the most that the chance of an image may be; one number x stands for
            (0, x).
        kernel_size: width and height of the window in pixels, odd; or one number for both.
        sigma: the least and the most of the standard deviation in pixels; one number x stands for
            (0, x). It is drawn along the width and along the height, for all images of a batch.
        value_range: the least and the most of the values.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        seed: None draws one.
        **kwargs: what every layer on images takes.

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
        super().__init__(data_format=data_format, **kwargs)
        self.factor: Pair = factor_range(factor, UNIT, "factor", self.name)
        self.kernel_size: tuple[int, int] = _odd_sizes(kernel_size, self.name)
        self.sigma: Pair = factor_range(sigma, (0.0, float("inf")), "sigma", self.name)
        self.value_range: Any = value_range_of(value_range, self.name)
        self.seeded(seed)

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
