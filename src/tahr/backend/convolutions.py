"""Convolutions and pooling in the words of old programs."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.backend.formats import place_of
from tahr.backend.symbols import lengths_of
from tahr.core.errors import ArgumentError
from tahr.core.typing import Tensor

Lengths = int | Sequence[int]


def conv1d(
    x: Any,
    kernel: Any,
    strides: int = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: int = 1,
) -> Tensor:
    """Convolves along one axis; `padding="causal"` lets no step see those after it.

    Args:
        x: `(batch, steps, channels)`, or channels first.
        kernel: `(length, channels, filters)`.
        strides: between the places of the kernel.
        padding: "valid", "same" or "causal".
        data_format: where the channels are; the configured place by default.
        dilation_rate: between the steps a kernel sees.
    """
    place = place_of(data_format)
    if padding == "causal":
        reach = dilation_rate * (lengths_of(kernel)[0] - 1)
        axis = 1 if place == "channels_last" else 2
        x = ops.pad(x, [(reach, 0) if i == axis else (0, 0) for i in range(3)])
        padding = "valid"
    return ops.conv(x, kernel, strides, padding, place, dilation_rate)


def conv2d(
    x: Any,
    kernel: Any,
    strides: Lengths = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Lengths = (1, 1),
) -> Tensor:
    """Convolves along two axes.

    Args:
        x: `(batch, rows, columns, channels)`, or channels first.
        kernel: `(rows, columns, channels, filters)`.
        strides: between the places of the kernel.
        padding: "valid" or "same".
        data_format: where the channels are; the configured place by default.
        dilation_rate: between the places a kernel sees.
    """
    return ops.conv(x, kernel, strides, padding, place_of(data_format), dilation_rate)


def conv3d(
    x: Any,
    kernel: Any,
    strides: Lengths = (1, 1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Lengths = (1, 1, 1),
) -> Tensor:
    """Convolves along three axes, as `conv2d` does along two."""
    return ops.conv(x, kernel, strides, padding, place_of(data_format), dilation_rate)


def atrous_conv2d(
    x: Any, kernel: Any, rate: int = 1, padding: str = "valid", data_format: str | None = None
) -> Tensor:
    """Convolves along two axes with a kernel that is spread out.

    Args:
        x: as in `conv2d`.
        kernel: as in `conv2d`.
        rate: between the places it sees.
        padding: "valid" or "same".
        data_format: where the channels are.
    """
    return conv2d(x, kernel, 1, padding, data_format, (rate, rate))


def conv2d_transpose(
    x: Any,
    kernel: Any,
    output_shape: Sequence[Any],
    strides: Lengths = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Lengths = (1, 1),
) -> Tensor:
    """Convolves backwards along two axes, to a shape that is given.

    Args:
        x: `(batch, rows, columns, channels)`, or channels first.
        kernel: `(rows, columns, filters, channels)`.
        output_shape: with the batch.
        strides: between the places of the kernel in the output.
        padding: "valid" or "same".
        data_format: where the channels are; the configured place by default.
        dilation_rate: between the places a kernel sees.
    """
    return _transposed(x, kernel, output_shape, strides, padding, data_format, dilation_rate)


def conv3d_transpose(
    x: Any,
    kernel: Any,
    output_shape: Sequence[Any],
    strides: Lengths = (1, 1, 1),
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Convolves backwards along three axes, as `conv2d_transpose` does along two."""
    return _transposed(x, kernel, output_shape, strides, padding, data_format, 1)


def _transposed(
    x: Any,
    kernel: Any,
    output_shape: Sequence[Any],
    strides: Lengths,
    padding: str,
    data_format: str | None,
    dilation_rate: Lengths,
) -> Tensor:
    place = place_of(data_format)
    first = 1 if place == "channels_last" else 2
    sizes = lengths_of(kernel)[:-2]
    steps = _each(strides, len(sizes))
    spread = _each(dilation_rate, len(sizes))
    lengths = lengths_of(x)[first : first + len(sizes)]
    wanted = list(output_shape)[first : first + len(sizes)]
    rows = zip(lengths, wanted, sizes, steps, spread, strict=True)
    more = [_left_over(*row, padding=padding) for row in rows]
    known = None if any(n is None for n in more) else tuple(n for n in more if n is not None)
    return ops.conv_transpose(x, kernel, strides, padding, known, place, dilation_rate)


def _left_over(
    length: int | None, wanted: Any, size: int, step: int, spread: int, padding: str
) -> int | None:
    """Returns by how much the output is longer than the kernel alone makes it."""
    if length is None or not isinstance(wanted, int):
        return None
    reach = (size - 1) * spread + 1
    cut = 2 * (reach // 2) if padding == "same" else 0
    return wanted - ((length - 1) * step + reach - cut)


def _each(given: Lengths, count: int) -> tuple[int, ...]:
    return (given,) * count if isinstance(given, int) else tuple(given)


def depthwise_conv2d(
    x: Any,
    depthwise_kernel: Any,
    strides: Lengths = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Lengths = (1, 1),
) -> Tensor:
    """Convolves each channel by itself.

    Args:
        x: as in `conv2d`.
        depthwise_kernel: `(rows, columns, channels, times)`.
        strides: between the places of the kernel.
        padding: "valid" or "same".
        data_format: where the channels are.
        dilation_rate: between the places a kernel sees.
    """
    place = place_of(data_format)
    return ops.depthwise_conv(x, depthwise_kernel, strides, padding, place, dilation_rate)


def separable_conv1d(
    x: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: int = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: int = 1,
) -> Tensor:
    """Convolves each channel of a sequence by itself, and mixes the results.

    Args:
        x: as in `conv1d`.
        depthwise_kernel: `(length, channels, times)`.
        pointwise_kernel: `(1, channels * times, filters)`.
        strides: between the places of the kernel.
        padding: "valid" or "same".
        data_format: where the channels are.
        dilation_rate: between the steps a kernel sees.
    """
    place = place_of(data_format)
    kernels = depthwise_kernel, pointwise_kernel
    return ops.separable_conv(x, *kernels, strides, padding, place, dilation_rate)


def separable_conv2d(
    x: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: Lengths = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Lengths = (1, 1),
) -> Tensor:
    """Convolves each channel of a picture by itself, as `separable_conv1d` those of a sequence."""
    place = place_of(data_format)
    kernels = depthwise_kernel, pointwise_kernel
    return ops.separable_conv(x, *kernels, strides, padding, place, dilation_rate)


def local_conv1d(
    inputs: Any, kernel: Any, kernel_size: Lengths, strides: Lengths, data_format: str | None = None
) -> Tensor:
    """Multiplies each window of a sequence with a kernel of its own.

    Args:
        inputs: `(batch, steps, channels)`.
        kernel: `(windows, length * channels, filters)`.
        kernel_size: the length of a window.
        strides: from each window to the next.
        data_format: where the channels are.
    """
    place = place_of(data_format)
    x = ops.swapaxes(inputs, 1, 2) if place == "channels_first" else inputs
    (size,), (step,) = _each(kernel_size, 1), _each(strides, 1)
    count, width, _ = lengths_of(kernel)
    windows = [ops.reshape(x[:, i * step : i * step + size], (-1, 1, width)) for i in range(count)]
    found = ops.einsum("bnk,nkf->bnf", ops.concatenate(windows, axis=1), kernel)
    return ops.swapaxes(found, 1, 2) if place == "channels_first" else found


def local_conv2d(
    inputs: Any,
    kernel: Any,
    kernel_size: Sequence[int],
    strides: Sequence[int],
    output_shape: Sequence[int],
    data_format: str | None = None,
) -> Tensor:
    """Multiplies each window of a picture with a kernel of its own.

    Args:
        inputs: `(batch, rows, columns, channels)`, or channels first.
        kernel: `(windows, elements of a window, filters)`.
        kernel_size: rows and columns of a window.
        strides: from each window to the next.
        output_shape: how many windows there are, down and across.
        data_format: where the channels are.
    """
    place = place_of(data_format)
    first = place == "channels_first"
    (high, wide), (down, across), (rows, columns) = kernel_size, strides, output_shape
    _, width, filters = lengths_of(kernel)
    windows = []
    for i in range(rows):
        for j in range(columns):
            tall, broad = slice(i * down, i * down + high), slice(j * across, j * across + wide)
            part = inputs[:, :, tall, broad] if first else inputs[:, tall, broad, :]
            windows.append(ops.reshape(part, (-1, 1, width)))
    found = ops.einsum("bnk,nkf->bnf", ops.concatenate(windows, axis=1), kernel)
    found = ops.reshape(found, (-1, rows, columns, filters))
    return ops.transpose(found, (0, 3, 1, 2)) if first else found


POOLS = {"max": ops.max_pool, "avg": ops.average_pool}


def pool2d(
    x: Any,
    pool_size: Lengths,
    strides: Lengths = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    pool_mode: str = "max",
) -> Tensor:
    """Takes the largest element of each window, or the mean.

    Args:
        x: as in `conv2d`.
        pool_size: rows and columns of a window.
        strides: from each window to the next.
        padding: "valid" or "same".
        data_format: where the channels are; the configured place by default.
        pool_mode: "max" or "avg".

    Raises:
        ArgumentError: `pool_mode` is neither.
    """
    if pool_mode not in POOLS:
        raise ArgumentError(f"pool_mode cannot be {pool_mode!r}", expected=" or ".join(POOLS))
    return POOLS[pool_mode](x, pool_size, strides, padding, place_of(data_format))


def pool3d(
    x: Any,
    pool_size: Lengths,
    strides: Lengths = (1, 1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    pool_mode: str = "max",
) -> Tensor:
    """Does along three axes what `pool2d` does along two."""
    return pool2d(x, pool_size, strides, padding, data_format, pool_mode)
