"""Convolutions of each channel alone."""

from tahr.core.registry import known_as
from tahr.layers.convolutional.depthwise import DepthwiseConvolution


@known_as("keras.layers", "DepthwiseConv1D")
class DepthwiseConv1D(DepthwiseConvolution):
    """Depthwise convolution of sequences: each channel has filters of its own.

    Input: `(batch, time, channels)`. Output: `(batch, ..., channels * depth_multiplier)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Source: Chollet 2017, "Xception: deep learning with depthwise separable convolutions".
    """

    rank = 1


@known_as("keras.layers", "DepthwiseConv2D")
class DepthwiseConv2D(DepthwiseConvolution):
    """Depthwise convolution of images: each channel has filters of its own.

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
