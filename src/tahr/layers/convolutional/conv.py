"""Convolutions with filters over all channels."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import CausalPadding, Count, DataFormat, Padding
from tahr.core.registry import known_as
from tahr.layers.convolutional.convolution import Convolution


@known_as("keras.layers", "Conv1D")
class Conv1D(Convolution):
    """Convolves sequences with filters.

    Args:
        filters: length of the output's channel axis.
        kernel_size: length of the window.
        strides: steps between windows.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them;
            "causal" pads the past alone, so that no output sees the future.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window.
        groups: into how many groups the channels are split, each with filters of its own.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        kernel_initializer: for the kernel, `(*window, channels / groups, filters)`.
        bias_initializer: for the bias.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: maps the kernel back after each update.
        bias_constraint: maps the bias back after each update.
        **kwargs: what every layer takes.

    Input: `(batch, time, channels)`. Output: `(batch, ..., filters)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Example:
        >>> Conv1D(4, 3, padding="causal")([[[1.0], [2.0], [3.0]]]).shape
        (1, 3, 4)

    Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning".
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
        groups: Count = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            filters, kernel_size, strides, padding, data_format, dilation_rate, groups, activation,
            use_bias, kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer,
            activity_regularizer, kernel_constraint, bias_constraint,
            **kwargs,
        )  # fmt: skip


@known_as("keras.layers", "Conv2D")
class Conv2D(Convolution):
    """Convolves images with filters.

    Args:
        filters: length of the output's channel axis.
        kernel_size: length of the window, or one for each axis.
        strides: steps between windows, or one for each axis.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window, or one for each axis.
        groups: into how many groups the channels are split, each with filters of its own.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        kernel_initializer: for the kernel, `(*window, channels / groups, filters)`.
        bias_initializer: for the bias.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: maps the kernel back after each update.
        bias_constraint: maps the bias back after each update.
        **kwargs: what every layer takes.

    Input: `(batch, height, width, channels)`. Output: `(batch, ..., filters)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Example:
        >>> import numpy as np
        >>> Conv2D(32, 3, activation="relu")(np.ones((1, 28, 28, 1), "float32")).shape
        (1, 26, 26, 32)

    Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning".
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
        groups: Count = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            filters, kernel_size, strides, padding, data_format, dilation_rate, groups, activation,
            use_bias, kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer,
            activity_regularizer, kernel_constraint, bias_constraint,
            **kwargs,
        )  # fmt: skip


@known_as("keras.layers", "Conv3D")
class Conv3D(Convolution):
    """Convolves volumes with filters.

    Args:
        filters: length of the output's channel axis.
        kernel_size: length of the window, or one for each axis.
        strides: steps between windows, or one for each axis.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window, or one for each axis.
        groups: into how many groups the channels are split, each with filters of its own.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        kernel_initializer: for the kernel, `(*window, channels / groups, filters)`.
        bias_initializer: for the bias.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: maps the kernel back after each update.
        bias_constraint: maps the bias back after each update.
        **kwargs: what every layer takes.

    Input: `(batch, depth, height, width, channels)`. Output: `(batch, ..., filters)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning".
    """

    rank = 3

    @checked
    def __init__(
        self,
        filters: Count,
        kernel_size: Any,
        strides: Any = (1, 1, 1),
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        dilation_rate: Any = (1, 1, 1),
        groups: Count = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            filters, kernel_size, strides, padding, data_format, dilation_rate, groups, activation,
            use_bias, kernel_initializer, bias_initializer, kernel_regularizer, bias_regularizer,
            activity_regularizer, kernel_constraint, bias_constraint,
            **kwargs,
        )  # fmt: skip
