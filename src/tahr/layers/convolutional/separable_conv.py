"""Convolutions of each channel, then across the channels."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import CausalPadding, Count, DataFormat, Padding
from tahr.core.registry import known_as
from tahr.layers.convolutional.separable import SeparableConvolution


@known_as("keras.layers", "SeparableConv1D")
class SeparableConv1D(SeparableConvolution):
    """Separable convolution of sequences: each channel alone, then a mix of the channels.

    Args:
        filters: length of the output's channel axis.
        kernel_size: length of the window.
        strides: steps between windows.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them;
            "causal" pads the past alone, so that no output sees the future.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window.
        depth_multiplier: outputs for each channel.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        depthwise_initializer: for the kernel of each channel, `(*window, channels,
            depth_multiplier)`.
        pointwise_initializer: for what mixes the channels, `(1, ..., channels * depth_multiplier,
            filters)`.
        bias_initializer: for the bias.
        depthwise_regularizer: penalty on the channels' kernels.
        pointwise_regularizer: penalty on what mixes the channels.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        depthwise_constraint: maps the channels' kernels back after each update.
        pointwise_constraint: maps what mixes the channels back after each update.
        bias_constraint: maps the bias back after each update.
        **kwargs: what every layer takes.

    Input: `(batch, time, channels)`. Output: `(batch, ..., filters)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Source: Chollet 2017, "Xception: deep learning with depthwise separable convolutions".
    """

    rank = 1

    @checked
    def __init__(
        self,
        filters: Count,
        kernel_size: Any,
        strides: Any = 1,
        padding: CausalPadding = "valid",
        data_format: DataFormat | None = None,
        dilation_rate: Any = 1,
        depth_multiplier: Count = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        pointwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        pointwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        pointwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            filters, kernel_size, strides, padding, data_format, dilation_rate, depth_multiplier,
            activation, use_bias, depthwise_initializer, pointwise_initializer, bias_initializer,
            depthwise_regularizer, pointwise_regularizer, bias_regularizer, activity_regularizer,
            depthwise_constraint, pointwise_constraint, bias_constraint,
            **kwargs,
        )  # fmt: skip


@known_as("keras.layers", "SeparableConv2D")
class SeparableConv2D(SeparableConvolution):
    """Separable convolution of images: each channel alone, then a mix of the channels.

    Args:
        filters: length of the output's channel axis.
        kernel_size: length of the window, or one for each axis.
        strides: steps between windows, or one for each axis.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window, or one for each axis.
        depth_multiplier: outputs for each channel.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        depthwise_initializer: for the kernel of each channel, `(*window, channels,
            depth_multiplier)`.
        pointwise_initializer: for what mixes the channels, `(1, ..., channels * depth_multiplier,
            filters)`.
        bias_initializer: for the bias.
        depthwise_regularizer: penalty on the channels' kernels.
        pointwise_regularizer: penalty on what mixes the channels.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        depthwise_constraint: maps the channels' kernels back after each update.
        pointwise_constraint: maps what mixes the channels back after each update.
        bias_constraint: maps the bias back after each update.
        **kwargs: what every layer takes.

    Input: `(batch, height, width, channels)`. Output: `(batch, ..., filters)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Example:
        >>> import numpy as np
        >>> SeparableConv2D(4, 3)(np.ones((1, 5, 5, 3), "float32")).shape
        (1, 3, 3, 4)

    Source: Chollet 2017, "Xception: deep learning with depthwise separable convolutions".
    """

    rank = 2

    @checked
    def __init__(
        self,
        filters: Count,
        kernel_size: Any,
        strides: Any = (1, 1),
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        dilation_rate: Any = (1, 1),
        depth_multiplier: Count = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        pointwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        pointwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        pointwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            filters, kernel_size, strides, padding, data_format, dilation_rate, depth_multiplier,
            activation, use_bias, depthwise_initializer, pointwise_initializer, bias_initializer,
            depthwise_regularizer, pointwise_regularizer, bias_regularizer, activity_regularizer,
            depthwise_constraint, pointwise_constraint, bias_constraint,
            **kwargs,
        )  # fmt: skip
