"""Images made larger or smaller."""

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, told
from tahr.core.specs import is_known, least, most
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, dtype_of
from tahr.ops.image.batches import (
    as_batch,
    as_given,
    check_choice,
    narrowed,
    size_of,
    widened,
)
from tahr.ops.image.kernels import KERNELS, ratio, weights
from tahr.ops.image.resampling import mixed
from tahr.ops.op import op

HEIGHT, WIDTH = 1, 2


@op()
def resize(
    images: TensorLike,
    size: tuple[int, int],
    interpolation: str = "bilinear",
    antialias: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Tensor:
    """Returns images of another height and width.

    Args:
        images: `(height, width, channels)` or `(batch, height, width, channels)`, or channels
            first.
        size: height and width of the result.
        interpolation: "nearest", "bilinear", "bicubic", "lanczos3" or "lanczos5".
        antialias: whether what gets smaller is smoothed first.
        crop_to_aspect_ratio: whether to cut off what does not fit rather than to distort.
        pad_to_aspect_ratio: whether to put something around rather than to distort.
        fill_mode: how to pad; there is "constant".
        fill_value: what to pad with.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        Images in the dtype they had; integers are rounded and stay in the range of their dtype.

    Raises:
        ArgumentError: an argument is none there is, or the two ways to keep the ratio are asked
            for at once.
        ShapeError: these are no images.

    Example:
        >>> resize([[[1.0], [3.0]]], (1, 4))[0, :, 0].tolist()
        [1.0, 1.5, 2.5, 3.0]

    Source: Keys 1981, "Cubic convolution interpolation for digital image processing"; Duchon
    1979, "Lanczos filtering in one and two dimensions".
    """
    check_choice("interpolation", interpolation, ("nearest", *KERNELS))
    check_choice("fill_mode", fill_mode, ("constant",))
    wanted = size_of(size)
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ArgumentError("images are cropped to a ratio or padded to it, not both")
    batch = as_batch(images, data_format)
    if crop_to_aspect_ratio:
        batch = _cropped(batch, *wanted)
    dtype = dtype_of(batch)
    if pad_to_aspect_ratio:
        batch = _padded(batch, *wanted, _plain(fill_value, dtype))
    return as_given(_resized(batch, wanted, interpolation, antialias), images, data_format)


def _resized(batch: Tensor, wanted: tuple[int, int], interpolation: str, antialias: bool) -> Tensor:
    dtype = dtype_of(batch)
    if interpolation == "nearest":
        for axis, outputs in zip((HEIGHT, WIDTH), wanted, strict=True):
            batch = _nearest(batch, axis, outputs)
        return batch
    found = widened(batch)
    working = dtype_of(found)
    for axis, outputs in zip((HEIGHT, WIDTH), wanted, strict=True):
        length = dims(found)[axis]
        if is_known(length) and length == outputs:
            continue
        scale, kernel = ratio(outputs, length, working), KERNELS[interpolation]
        shares = weights(length, outputs, scale, 0.0, kernel, antialias, working)
        found = mixed(found, axis, shares)
    return narrowed(found, dtype)


def _nearest(x: Tensor, axis: int, outputs: int) -> Tensor:
    """Takes from the pixel in which the middle of each result lies."""
    run, length = engine(), dims(x)[axis]
    if is_known(length) and length == outputs:
        return x
    twice = run.arange(1, 2 * outputs, 2, "int32")
    long = run.reshape(run.arange(length, length + 1, 1, "int32"), ())
    places = run.floor_divide(run.multiply(twice, long), run.full((), 2 * outputs, "int32"))
    return run.take(x, places, axis)


def _cropped(batch: Tensor, height: int, width: int) -> Tensor:
    """Cuts the largest window of the wanted ratio out of the middle."""
    _, rows, columns, _ = dims(batch)
    kept = (
        least(rows, _at_least_one(columns * height // width)),
        least(columns, _at_least_one(rows * width // height)),
    )
    starts = [(n - k) // 2 for n, k in zip((rows, columns), kept, strict=True)]
    cuts = [slice(s, s + k) for s, k in zip(starts, kept, strict=True)]
    return engine().get_item(batch, (slice(None), *cuts, slice(None)))


def _padded(batch: Tensor, height: int, width: int, value: float | bool) -> Tensor:
    """Puts as much on both sides as brings images nearest to the wanted ratio."""
    _, rows, columns, _ = dims(batch)
    whole = most(rows, columns * height // width), most(columns, rows * width // height)
    around = [n - k for n, k in zip(whole, (rows, columns), strict=True)]
    pads = ((n // 2, n // 2) for n in around)
    return engine().pad(batch, ((0, 0), *pads, (0, 0)), value)


def _at_least_one(length: int) -> int:
    return length if length > 0 else 1


def _plain(value: float, dtype: str) -> float | bool:
    if not isinstance(value, int | float):
        raise ArgumentError("fill_value is a number", got=told(value))
    return bool(value) if dtype == "bool" else value if "float" in dtype else int(value)
