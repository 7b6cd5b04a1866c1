"""Colours in other terms: how light they are, and their hue."""

from tahr.core.current import engine
from tahr.core.errors import ShapeError
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, divide, maximum, minimum, mod, multiply, subtract
from tahr.ops.axes import dims, dtype_of
from tahr.ops.comparison import equal, greater
from tahr.ops.image.batches import as_batch, as_given, check_floats, narrowed, widened
from tahr.ops.indexing import where
from tahr.ops.joining import concatenate
from tahr.ops.op import op

LIGHTNESS = (0.2989, 0.587, 0.114)
"""How much red, green and blue count, by ITU-R BT.601."""


@op()
def rgb_to_grayscale(images: TensorLike, data_format: str | None = None) -> Tensor:
    """Returns how light the pixels of images are: `0.2989 red + 0.587 green + 0.114 blue`.

    Args:
        images: `(height, width, 3)` or `(batch, height, width, 3)`, or channels first. Images of
            one channel stay as they are.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        Images with one channel, in the same dtype; integers are rounded towards zero.

    Raises:
        ShapeError: these are no images, or not of three channels.

    Example:
        >>> rgb_to_grayscale([[[0.0, 0.0, 0.0]]]).tolist()
        [[[0.0]]]

    Source: ITU-R BT.601, section 2.5.1.
    """
    batch = as_batch(images, data_format)
    if dims(batch)[3] == 1:
        return images  # type: ignore[return-value]
    parts = zip(_channels(widened(batch)), LIGHTNESS, strict=True)
    red, green, blue = (multiply(part, share) for part, share in parts)
    found = engine().cast(add(add(red, green), blue), dtype_of(batch))
    return as_given(found, images, data_format)


@op()
def rgb_to_hsv(images: TensorLike, data_format: str | None = None) -> Tensor:
    """Returns the hue, the saturation and the value of colours.

    Args:
        images: floats from 0 to 1, `(height, width, 3)` or `(batch, height, width, 3)`, or
            channels first.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        Images of the same shape and dtype. A hue of 0 is red, 1/3 is green, 2/3 is blue.

    Raises:
        DtypeError: they do not hold floats.
        ShapeError: these are no images, or not of three channels.

    Example:
        >>> rgb_to_hsv([[[0.5, 0.0, 0.0]]]).tolist()
        [[[0.0, 1.0, 0.5]]]

    Source: Smith 1978, "Color gamut transform pairs", section 3.
    """
    check_floats(images)
    batch = as_batch(images, data_format)
    red, green, blue = _channels(widened(batch))
    value = maximum(maximum(red, green), blue)
    spread = subtract(value, minimum(minimum(red, green), blue))
    is_grey = equal(spread, 0.0)
    safe = where(is_grey, 1.0, spread)
    after_red = divide(subtract(green, blue), safe)
    after_green = add(divide(subtract(blue, red), safe), 2.0)
    after_blue = add(divide(subtract(red, green), safe), 4.0)
    sixths = where(
        equal(value, red), after_red, where(equal(value, green), after_green, after_blue)
    )
    hue = where(is_grey, 0.0, mod(divide(sixths, 6.0), 1.0))
    is_light = greater(value, 0.0)
    saturation = where(is_light, divide(spread, where(is_light, value, 1.0)), 0.0)
    found = concatenate([hue, saturation, value], -1)
    return as_given(narrowed(found, dtype_of(batch)), images, data_format)


@op()
def hsv_to_rgb(images: TensorLike, data_format: str | None = None) -> Tensor:
    """Returns colours of a hue, a saturation and a value: what `rgb_to_hsv` undoes.

    Args:
        images: floats from 0 to 1, `(height, width, 3)` or `(batch, height, width, 3)`, or
            channels first.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        Images of the same shape and dtype: red, green and blue.

    Raises:
        DtypeError: they do not hold floats.
        ShapeError: these are no images, or not of three channels.

    Example:
        >>> hsv_to_rgb([[[0.5, 1.0, 0.5]]]).tolist()
        [[[0.0, 0.5, 0.5]]]

    Source: Smith 1978, "Color gamut transform pairs", section 3.
    """
    check_floats(images)
    batch = as_batch(images, data_format)
    hue, saturation, value = _channels(widened(batch))
    sixths, strength = multiply(hue, 6.0), multiply(saturation, value)
    parts = []
    for first in (5.0, 3.0, 1.0):
        place = mod(add(sixths, first), 6.0)
        missing = maximum(minimum(minimum(place, subtract(4.0, place)), 1.0), 0.0)
        parts.append(subtract(value, multiply(strength, missing)))
    found = narrowed(concatenate(parts, -1), dtype_of(batch))
    return as_given(found, images, data_format)


def _channels(batch: Tensor) -> list[Tensor]:
    """Splits images into their three channels."""
    channels = dims(batch)[3]
    if is_known(channels) and channels != 3:
        raise ShapeError(
            "expected images of three channels", expected="3 channels", got=show(dims(batch))
        )
    run = engine()
    return [run.get_item(batch, (..., slice(i, i + 1))) for i in range(3)]
