"""Transposed convolutions, which make their inputs larger."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import Count, DataFormat, Lengths, Padding
from tahr.core.registry import known_as
from tahr.layers.convolutional.transposed import TransposedConvolution


@known_as("keras.layers", "Conv1DTranspose")
class Conv1DTranspose(TransposedConvolution):
    """Transposed convolution of sequences: each step spreads over a window.

    Input: `(batch, time, channels)`. Output: `(batch, ..., filters)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning", section 4.
    """

    rank = 1


@known_as("keras.layers", "Conv2DTranspose")
class Conv2DTranspose(TransposedConvolution):
    """Transposed convolution of images: each pixel spreads over a window.

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


@known_as("keras.layers", "Conv3DTranspose")
class Conv3DTranspose(TransposedConvolution):
    """Transposed convolution of volumes: each voxel spreads over a window.

    Input: `(batch, depth, height, width, channels)`. Output: `(batch, ..., filters)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning", section 4.
    """

    rank = 3

    @checked
    def __init__(  # data_format before output_padding, as in Keras's 3D alone
        self,
        filters: Count,
        kernel_size: Lengths,
        strides: Lengths = 1,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        output_padding: Lengths | None = None,
        dilation_rate: Lengths = 1,
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
