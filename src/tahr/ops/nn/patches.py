"""Images to patches and back, and space to depth and back."""

from tahr.core.current import engine
from tahr.core.errors import ShapeError
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, rank
from tahr.ops.nn.spatial import PerAxis, from_last, per_axis, spread, to_last
from tahr.ops.op import op


def _pair(value: PerAxis) -> tuple[int, int]:
    first, second = (value, value) if isinstance(value, int) else value
    return first, second


def _checked(x: TensorLike, axes: int, expected: str) -> None:
    if rank(x) != axes:
        raise ShapeError("another number of axes is needed", expected=expected, got=show(dims(x)))


@op()
def unfold(
    x: TensorLike,
    kernel_size: PerAxis,
    dilation: PerAxis = 1,
    padding: PerAxis = 0,
    stride: PerAxis = 1,
) -> Tensor:
    """Returns the patches that a sliding window sees.

    Args:
        x: `(batch, channels, height, width)`.
        kernel_size: height and width of the window.
        dilation: steps between the elements of a window.
        padding: zeros around the image.
        stride: steps between windows.

    Returns:
        `(batch, channels * height * width of the window, windows)`.

    Example:
        >>> import numpy as np
        >>> unfold(np.ones((1, 2, 4, 4)), 2, stride=2).shape
        (1, 8, 4)
    """
    _checked(x, 4, "(batch, channels, height, width)")
    run, window = engine(), per_axis(kernel_size, 2, "kernel_size")
    steps, gaps = per_axis(stride, 2, "stride"), per_axis(dilation, 2, "dilation")
    around = _pair(padding)
    padded = run.pad(x, ((0, 0), (0, 0), *((p, p) for p in around)), 0)
    batch, channels, *lengths = dims(padded)
    covered = spread(window, gaps)
    counts = [(n - k) // s + 1 for n, k, s in zip(lengths, covered, steps, strict=True)]
    seen = []
    for row in range(window[0]):
        for column in range(window[1]):
            starts = (row * gaps[0], column * gaps[1])
            cuts = tuple(
                slice(start, start + (count - 1) * step + 1, step)
                for start, count, step in zip(starts, counts, steps, strict=True)
            )
            part = run.get_item(padded, (slice(None), slice(None), *cuts))
            seen.append(run.reshape(part, (batch, channels, 1, counts[0] * counts[1])))
    joined = run.concatenate(seen, 2)
    return run.reshape(joined, (batch, channels * len(seen), counts[0] * counts[1]))


@op()
def fold(
    x: TensorLike,
    output_size: PerAxis,
    kernel_size: PerAxis,
    dilation: PerAxis = 1,
    padding: PerAxis = 0,
    stride: PerAxis = 1,
) -> Tensor:
    """Adds patches back at the places `unfold` took them from.

    Args:
        x: `(batch, channels * height * width of the window, windows)`.
        output_size: height and width of the image.
        kernel_size: height and width of the window.
        dilation: steps between the elements of a window.
        padding: zeros that were around the image.
        stride: steps between windows.

    Returns:
        `(batch, channels, *output_size)`.

    Example:
        >>> import numpy as np
        >>> fold(np.ones((1, 8, 4)), (4, 4), 2, stride=2).shape
        (1, 2, 4, 4)
    """
    _checked(x, 3, "(batch, channels * window, windows)")
    run, window = engine(), per_axis(kernel_size, 2, "kernel_size")
    steps, gaps = per_axis(stride, 2, "stride"), per_axis(dilation, 2, "dilation")
    around, wanted = _pair(padding), per_axis(output_size, 2, "output_size")
    covered = spread(window, gaps)
    whole = tuple(n + 2 * p for n, p in zip(wanted, around, strict=True))
    counts = [(n - k) // s + 1 for n, k, s in zip(whole, covered, steps, strict=True)]
    batch, depth, _ = dims(x)
    channels = depth // (window[0] * window[1])
    patches = run.transpose(run.reshape(x, (batch, depth, *counts)), (0, 2, 3, 1))
    rest = [n - (c - 1) * s - k for n, c, s, k in zip(whole, counts, steps, covered, strict=True)]
    pads = tuple((k - 1, k - 1 + r) for k, r in zip(covered, rest, strict=True))
    image = run.conv_transpose(patches, _placing(x, channels, window), steps, pads, gaps)
    cuts = tuple(slice(p, p + n) for p, n in zip(around, wanted, strict=True))
    return run.transpose(run.get_item(image, (slice(None), *cuts)), (0, 3, 1, 2))


def _placing(x: TensorLike, channels: int, window: tuple[int, ...]) -> Tensor:
    """Returns the kernel that puts each element of a patch at its place in the window."""
    run, depth = engine(), channels * window[0] * window[1]
    rows = run.reshape(run.arange(0, depth, 1, "int32"), (depth, 1))
    columns = run.reshape(rows, (1, depth))
    one = run.cast(run.equal(rows, columns), run.dtype_of(x))
    return run.transpose(run.reshape(one, (channels, *window, depth)), (1, 2, 0, 3))


@op()
def depth_to_space(x: TensorLike, block_size: int, data_format: str = "channels_last") -> Tensor:
    """Rearranges groups of channels into blocks of pixels.

    Args:
        x: `(batch, height, width, channels)`, or channels first.
        block_size: height and width of a block; its square divides the channels.
        data_format: "channels_last" or "channels_first".

    Returns:
        `(batch, height * block, width * block, channels / block**2)`.

    Raises:
        ShapeError: the channels do not divide.

    Example:
        >>> import numpy as np
        >>> depth_to_space(np.ones((1, 2, 2, 12)), 2).shape
        (1, 4, 4, 3)

    Source: Shi et al. 2016, "Real-time single image and video super-resolution", equation 4.
    """
    _checked(x, 4, "(batch, height, width, channels)")
    run, image, block = engine(), to_last(x, data_format), block_size
    batch, height, width, channels = dims(image)
    if channels % block**2:
        raise ShapeError("the channels make no blocks", expected=f"n * {block**2}", got=channels)
    kept, first = channels // block**2, data_format == "channels_first"
    parts = (kept, block, block) if first else (block, block, kept)
    split = run.reshape(image, (batch, height, width, *parts))
    order = (0, 1, 4, 2, 5, 3) if first else (0, 1, 3, 2, 4, 5)
    spaced = run.reshape(run.transpose(split, order), (batch, height * block, width * block, kept))
    return from_last(spaced, data_format)


@op()
def space_to_depth(x: TensorLike, block_size: int, data_format: str = "channels_last") -> Tensor:
    """Rearranges blocks of pixels into groups of channels, the inverse of `depth_to_space`.

    Args:
        x: `(batch, height, width, channels)`, or channels first.
        block_size: height and width of a block; it divides those of the image.
        data_format: "channels_last" or "channels_first".

    Returns:
        `(batch, height / block, width / block, channels * block**2)`.

    Raises:
        ShapeError: the lengths do not divide.

    Example:
        >>> import numpy as np
        >>> space_to_depth(np.ones((1, 4, 4, 3)), 2).shape
        (1, 2, 2, 12)

    Source: Shi et al. 2016, "Real-time single image and video super-resolution", equation 4.
    """
    _checked(x, 4, "(batch, height, width, channels)")
    run, image, block = engine(), to_last(x, data_format), block_size
    batch, height, width, channels = dims(image)
    if any(is_known(n) and n % block for n in (height, width)):
        raise ShapeError("the image makes no blocks", expected=f"n * {block}", got=show(dims(x)))
    rows, columns = height // block, width // block
    split = run.reshape(image, (batch, rows, block, columns, block, channels))
    first = data_format == "channels_first"
    order = (0, 1, 3, 5, 2, 4) if first else (0, 1, 3, 2, 4, 5)
    deep = run.reshape(run.transpose(split, order), (batch, rows, columns, channels * block**2))
    return from_last(deep, data_format)
