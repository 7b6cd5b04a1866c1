"""Transposed convolutions, which make their inputs larger."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import Count, DataFormat, Padding
from tahr.core.registry import known_as
from tahr.layers.convolutional.transposed import TransposedConvolution


@known_as("keras.layers", "Conv1DTranspose")
class Conv1DTranspose(TransposedConvolution):
    """Transposed convolution of sequences: each step spreads over a window.

    Args:
        filters: length of the output's channel axis.
        kernel_size: length of the window.
        strides: steps between windows in the output.
        padding: "same" for `length * stride` places, "valid" for all that a window touches.
        output_padding: places added behind, in place of the number that follows from padding.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        kernel_initializer: for the kernel, `(*window, filters, channels)`.
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

    Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning", section 4.
    """

    rank = 1

    @checked
    def __init__(
        self,
        filters: Count,
        kernel_size: Any,
        strides: Any = 1,
        padding: Padding = "valid",
        output_padding: Any = None,
        data_format: DataFormat | None = None,
        dilation_rate: Any = 1,
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
            filters, kernel_size, strides, padding, output_padding, data_format, dilation_rate,
            activation, use_bias, kernel_initializer, bias_initializer, kernel_regularizer,
            bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint,
            **kwargs,
        )  # fmt: skip


@known_as("keras.layers", "Conv2DTranspose")
class Conv2DTranspose(TransposedConvolution):
    """Transposed convolution of images: each pixel spreads over a window.

    Args:
        filters: length of the output's channel axis.
        kernel_size: length of the window, or one for each axis.
        strides: steps between windows in the output, or one for each axis.
        padding: "same" for `length * stride` places, "valid" for all that a window touches.
        output_padding: places added behind, in place of the number that follows from padding.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window, or one for each axis.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        kernel_initializer: for the kernel, `(*window, filters, channels)`.
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
        >>> Conv2DTranspose(4, 3, strides=2, padding="same")(np.ones((1, 5, 5, 1), "float32")).shape
        (1, 10, 10, 4)

    Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning", section 4.
    """

    rank = 2

    @checked
    def __init__(
        self,
        filters: Count,
        kernel_size: Any,
        strides: Any = (1, 1),
        padding: Padding = "valid",
        output_padding: Any = None,
        data_format: DataFormat | None = None,
        dilation_rate: Any = (1, 1),
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
            filters, kernel_size, strides, padding, output_padding, data_format, dilation_rate,
            activation, use_bias, kernel_initializer, bias_initializer, kernel_regularizer,
            bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint,
            **kwargs,
        )  # fmt: skip


@known_as("keras.layers", "Conv3DTranspose")
class Conv3DTranspose(TransposedConvolution):
    """Transposed convolution of volumes: each voxel spreads over a window.

    Args:
        filters: length of the output's channel axis.
        kernel_size: length of the window, or one for each axis.
        strides: steps between windows in the output, or one for each axis.
        padding: "same" for `length * stride` places, "valid" for all that a window touches.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        output_padding: places added behind, in place of the number that follows from padding.
        dilation_rate: steps between the elements of a window, or one for each axis.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        kernel_initializer: for the kernel, `(*window, filters, channels)`.
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

    Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning", section 4.
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
        output_padding: Any = None,
        dilation_rate: Any = (1, 1, 1),
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
            filters, kernel_size, strides, padding, output_padding, data_format, dilation_rate,
            activation, use_bias, kernel_initializer, bias_initializer, kernel_regularizer,
            bias_regularizer, activity_regularizer, kernel_constraint, bias_constraint,
            **kwargs,
        )  # fmt: skip
