"""Images smoothed: each pixel becomes a weighted sum of those around it."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, told
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, divide, multiply
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.elementwise import square
from tahr.ops.exponential import exp
from tahr.ops.image.batches import as_batch, as_given, narrowed, size_of, widened
from tahr.ops.op import op
from tahr.ops.reductions import sum


@op()
def gaussian_blur(
    images: TensorLike,
    kernel_size: Sequence[int] = (3, 3),
    sigma: Sequence[Any] = (1.0, 1.0),
    data_format: str | None = None,
) -> Tensor:
    """Smooths images by a Gaussian; beyond their edges there are zeros.

    Args:
        images: `(height, width, channels)` or `(batch, height, width, channels)`, or channels
            first.
        kernel_size: height and width of the window that a pixel is computed from.
        sigma: standard deviation in pixels along the height and along the width; numbers, or
            scalar tensors.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        Images of the same shape and dtype; integers are rounded.

    Raises:
        ArgumentError: the window has no size, or a deviation is not above zero.
        ShapeError: these are no images.

    Example:
        >>> gaussian_blur([[[0.0], [1.0], [0.0]]], (1, 3), (1.0, 1.0)).shape
        (1, 3, 1)
    """
    batch = as_batch(images, data_format)
    sizes = size_of(kernel_size, "kernel_size")
    found = blurred(widened(batch), sizes, sigma, True)
    return as_given(narrowed(found, dtype_of(batch)), images, data_format)


def blurred(batch: Tensor, sizes: Sequence[int], sigma: Sequence[Any], padded: bool) -> Tensor:
    """Smooths `(batch, height, width, channels)` by a Gaussian; without padding it gets smaller."""
    if not isinstance(sigma, list | tuple) or len(sigma) != 2:
        raise ArgumentError("sigma does not fit", expected="two numbers above 0", got=told(sigma))
    for axis, (size, deviation) in enumerate(zip(sizes, sigma, strict=True)):
        batch = filtered(batch, axis + 1, gaussian(size, deviation, dtype_of(batch)), padded)
    return batch


def gaussian(size: int, sigma: Any, dtype: str) -> list[Tensor]:
    """Returns the weights of a window: they add up to one.

    Raises:
        ArgumentError: the deviation is a number, and not above zero.
    """
    if isinstance(sigma, int | float) and not sigma > 0:
        raise ArgumentError("sigma does not fit", expected="a number above 0", got=told(sigma))
    run = engine()
    middle = (size - 1) / 2
    places = run.arange(-middle, size - middle, 1.0, dtype)
    deviation = sigma if isinstance(sigma, int | float) else run.cast(run.asarray(sigma), dtype)
    counted = exp(multiply(square(divide(places, deviation)), -0.5))
    shares = divide(counted, sum(counted))
    return [run.get_item(shares, (i,)) for i in range(size)]


def filtered(x: Tensor, axis: int, taps: Sequence[TensorLike], padded: bool) -> Tensor:
    """Correlates an axis with a few numbers.

    Args:
        x: tensor of floats.
        axis: not negative.
        taps: how much each of as many neighbours counts; scalars.
        padded: whether zeros stand beyond the edges, so that the axis keeps its length.
    """
    run, wide = engine(), len(taps) - 1
    if padded and wide:
        pads = [(0, 0)] * rank(x)
        pads[axis] = (wide // 2, wide - wide // 2)
        x = run.pad(x, tuple(pads), 0)
    kept, ahead = dims(x)[axis] - wide, (slice(None),) * axis
    parts = [
        multiply(run.get_item(x, (*ahead, slice(place, place + kept))), tap)
        for place, tap in enumerate(taps)
        if not (isinstance(tap, float) and tap == 0.0)
    ]
    return reduce(add, parts)
