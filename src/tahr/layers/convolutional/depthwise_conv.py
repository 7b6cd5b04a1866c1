"""Convolutions of each channel alone."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import Count, DataFormat, Padding
from tahr.core.registry import known_as
from tahr.layers.convolutional.depthwise import DepthwiseConvolution


@known_as("keras.layers", "DepthwiseConv1D")
class DepthwiseConv1D(DepthwiseConvolution):
    """Depthwise convolution of sequences: each channel has filters of its own.

    Args:
        kernel_size: length of the window.
        strides: steps between windows.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        depth_multiplier: outputs for each channel.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        depthwise_initializer: for the kernel of each channel, `(*window, channels,
            depth_multiplier)`.
        bias_initializer: for the bias.
        depthwise_regularizer: penalty on the channels' kernels.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        depthwise_constraint: maps the channels' kernels back after each update.
        bias_constraint: maps the bias back after each update.
        **kwargs: what every layer takes.

    Input: `(batch, time, channels)`. Output: `(batch, ..., channels * depth_multiplier)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Source: Chollet 2017, "Xception: deep learning with depthwise separable convolutions".
    """

    rank = 1

    @checked
    def __init__(
        self,
        kernel_size: Any,
        strides: Any = 1,
        padding: Padding = "valid",
        depth_multiplier: Count = 1,
        data_format: DataFormat | None = None,
        dilation_rate: Any = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            kernel_size, strides, padding, depth_multiplier, data_format, dilation_rate,
            activation, use_bias, depthwise_initializer, bias_initializer, depthwise_regularizer,
            bias_regularizer, activity_regularizer, depthwise_constraint, bias_constraint,
            **kwargs,
        )  # fmt: skip


@known_as("keras.layers", "DepthwiseConv2D")
class DepthwiseConv2D(DepthwiseConvolution):
    """Depthwise convolution of images: each channel has filters of its own.

    Args:
        kernel_size: length of the window, or one for each axis.
        strides: steps between windows, or one for each axis.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        depth_multiplier: outputs for each channel.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window, or one for each axis.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        depthwise_initializer: for the kernel of each channel, `(*window, channels,
            depth_multiplier)`.
        bias_initializer: for the bias.
        depthwise_regularizer: penalty on the channels' kernels.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        depthwise_constraint: maps the channels' kernels back after each update.
        bias_constraint: maps the bias back after each update.
        **kwargs: what every layer takes.

    Input: `(batch, height, width, channels)`. Output: `(batch, ..., channels * depth_multiplier)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Example:
        >>> import numpy as np
        >>> DepthwiseConv2D(3, depth_multiplier=2)(np.ones((1, 5, 5, 3), "float32")).shape
        (1, 3, 3, 6)

    Source: Chollet 2017, "Xception: deep learning with depthwise separable convolutions".
    """

    rank = 2

    @checked
    def __init__(
        self,
        kernel_size: Any,
        strides: Any = (1, 1),
        padding: Padding = "valid",
        depth_multiplier: Count = 1,
        data_format: DataFormat | None = None,
        dilation_rate: Any = (1, 1),
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            kernel_size, strides, padding, depth_multiplier, data_format, dilation_rate,
            activation, use_bias, depthwise_initializer, bias_initializer, depthwise_regularizer,
            bias_regularizer, activity_regularizer, depthwise_constraint, bias_constraint,
            **kwargs,
        )  # fmt: skip
