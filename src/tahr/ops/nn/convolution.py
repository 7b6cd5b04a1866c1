"""Convolutions."""

from tahr.core.current import engine
from tahr.core.errors import ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims
from tahr.ops.nn.spatial import (
    Padding,
    PerAxis,
    from_last,
    pads_of,
    per_axis,
    spatial_rank,
    spread,
    to_last,
)
from tahr.ops.op import Rule, op


@op(rule=Rule.PROMOTE)
def conv(
    inputs: TensorLike,
    kernel: TensorLike,
    strides: PerAxis = 1,
    padding: Padding = "valid",
    data_format: str | None = None,
    dilation_rate: PerAxis = 1,
) -> Tensor:
    """Convolves over one, two or three spatial axes.

    Args:
        inputs: `(batch, *space, channels)`, or channels first.
        kernel: `(*window, channels / groups, filters)`; fewer channels than the inputs have
            mean a grouped convolution.
        strides: steps between windows.
        padding: "valid", "same", or (before, after) for each spatial axis.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window.

    Returns:
        `(batch, *space, filters)`.

    Raises:
        ShapeError: the channels do not divide, or the window is larger than the input.

    Example:
        >>> import numpy as np
        >>> conv(np.ones((1, 4, 1), "float32"), np.ones((3, 1, 1), "float32"))[0, :, 0].tolist()
        [3.0, 3.0]

    Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning".
    """
    channels, own = dims(to_last(inputs, data_format))[-1], dims(kernel)[-2]
    if channels % own:
        raise ShapeError(
            "the channels of the input are not a multiple of the kernel's",
            expected=f"a multiple of {own}",
            got=channels,
        )
    return _conv(inputs, kernel, strides, padding, data_format, dilation_rate, channels // own)


def _conv(
    inputs: TensorLike,
    kernel: TensorLike,
    strides: PerAxis,
    padding: Padding,
    data_format: str | None,
    dilation_rate: PerAxis,
    groups: int,
) -> Tensor:
    space = spatial_rank(inputs)
    if len(dims(kernel)) != space + 2:
        raise ShapeError(
            "the kernel has another number of axes than the input",
            expected=f"{space + 2} axes",
            got=show(dims(kernel)),
        )
    x = to_last(inputs, data_format)
    steps = per_axis(strides, space, "strides")
    dilation = per_axis(dilation_rate, space, "dilation_rate")
    covered = spread(dims(kernel)[:space], dilation)
    pads = pads_of(padding, dims(x)[1:-1], covered, steps)
    return from_last(engine().conv(x, kernel, steps, pads, dilation, groups), data_format)


@op(rule=Rule.PROMOTE)
def depthwise_conv(
    inputs: TensorLike,
    kernel: TensorLike,
    strides: PerAxis = 1,
    padding: Padding = "valid",
    data_format: str | None = None,
    dilation_rate: PerAxis = 1,
) -> Tensor:
    """Depthwise convolution: each channel has a kernel of its own.

    Args:
        inputs: `(batch, *space, channels)`, or channels first.
        kernel: `(*window, channels, multiplier)`.
        strides: steps between windows.
        padding: as for `conv`.
        data_format: as for `conv`.
        dilation_rate: as for `conv`.

    Returns:
        `(batch, *space, channels * multiplier)`.

    Raises:
        ShapeError: the kernel is for another number of channels.

    Example:
        >>> import numpy as np
        >>> x, kernel = np.ones((1, 4, 2), "float32"), np.ones((3, 2, 5), "float32")
        >>> depthwise_conv(x, kernel).shape
        (1, 2, 10)

    Source: Chollet 2017, "Xception: deep learning with depthwise separable convolutions".
    """
    channels, (*window, own, multiplier) = dims(to_last(inputs, data_format))[-1], dims(kernel)
    if channels != own:
        raise ShapeError("the kernel is for another number of channels", expected=own, got=channels)
    flat = engine().reshape(kernel, (*window, 1, own * multiplier))
    return _conv(inputs, flat, strides, padding, data_format, dilation_rate, channels)


@op(rule=Rule.PROMOTE)
def separable_conv(
    inputs: TensorLike,
    depthwise_kernel: TensorLike,
    pointwise_kernel: TensorLike,
    strides: PerAxis = 1,
    padding: Padding = "valid",
    data_format: str | None = None,
    dilation_rate: PerAxis = 1,
) -> Tensor:
    """Convolves each channel alone, then mixes the channels at each place.

    Args:
        inputs: `(batch, *space, channels)`, or channels first.
        depthwise_kernel: `(*window, channels, multiplier)`.
        pointwise_kernel: `(1, ..., 1, channels * multiplier, filters)`.
        strides: steps between windows.
        padding: as for `conv`.
        data_format: as for `conv`.
        dilation_rate: as for `conv`.

    Returns:
        `(batch, *space, filters)`.

    Source: Chollet 2017, "Xception: deep learning with depthwise separable convolutions".
    """
    mixed = depthwise_conv(inputs, depthwise_kernel, strides, padding, data_format, dilation_rate)
    return conv(mixed, pointwise_kernel, 1, "valid", data_format)


@op(rule=Rule.PROMOTE)
def conv_transpose(
    inputs: TensorLike,
    kernel: TensorLike,
    strides: PerAxis = 1,
    padding: str = "valid",
    output_padding: PerAxis | None = None,
    data_format: str | None = None,
    dilation_rate: PerAxis = 1,
) -> Tensor:
    """Transposed convolution: each element spreads over a window, as in the gradient of `conv`.

    Args:
        inputs: `(batch, *space, channels)`, or channels first.
        kernel: `(*window, filters, channels)`.
        strides: steps between the windows in the output.
        padding: "same" gives `length * stride` outputs, "valid" every place a window touches.
        output_padding: places added behind, in place of the number that follows from padding.
        data_format: as for `conv`.
        dilation_rate: as for `conv`.

    Returns:
        `(batch, *space, filters)`.

    Raises:
        ShapeError: the kernel is for another number of channels.

    Example:
        >>> import numpy as np
        >>> x, kernel = np.ones((1, 3, 1), "float32"), np.ones((2, 1, 1), "float32")
        >>> conv_transpose(x, kernel, strides=2, padding="same").shape
        (1, 6, 1)

    Source: Dumoulin & Visin 2016, section 4; Zeiler et al. 2010, "Deconvolutional networks".
    """
    x, space = to_last(inputs, data_format), spatial_rank(inputs)
    if dims(x)[-1] != dims(kernel)[-1]:
        raise ShapeError(
            "the kernel is for another number of channels",
            expected=dims(kernel)[-1],
            got=dims(x)[-1],
        )
    steps = per_axis(strides, space, "strides")
    dilation = per_axis(dilation_rate, space, "dilation_rate")
    extra = (output_padding,) * space if isinstance(output_padding, int | None) else output_padding
    covered = spread(dims(kernel)[:space], dilation)
    pads = tuple(
        transposed_pads(window, step, padding, more)
        for window, step, more in zip(covered, steps, extra, strict=True)
    )
    return from_last(engine().conv_transpose(x, kernel, steps, pads, dilation), data_format)


def transposed_pads(
    window: int, stride: int, padding: str, output_padding: int | None
) -> tuple[int, int]:
    """Returns the padding around the input, dilated by the stride, of a transposed convolution.

    Args:
        window: what the kernel covers, dilation included.
        stride: of the output.
        padding: "valid" or "same".
        output_padding: places added behind; None for `length * stride` outputs with "same",
            and for a last window that is never shorter than the stride with "valid".
    """
    ((_, _),) = pads_of(padding, (window,), (window,), (1,))
    if padding.lower() == "valid":
        more = max(stride - window, 0) if output_padding is None else output_padding
        return window - 1, window - 1 + more
    more = stride - window % 2 if output_padding is None else output_padding
    total = window + window % 2 - 2 + more
    before = min((total + 1) // 2, window - 1)
    return before, total - before
