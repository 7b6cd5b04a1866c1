"""Convolutions of each channel, then across the channels."""

from collections.abc import Mapping
from typing import Any

from tahr.core.ranges import Padding
from tahr.core.registry import known_as
from tahr.layers.convolutional.separable import SeparableConvolution


@known_as("keras.layers", "SeparableConv1D")
class SeparableConv1D(SeparableConvolution):
    """Separable convolution of sequences: each channel alone, then a mix of the channels.

    Args:
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them;
            "causal" pads the past alone, so that no output sees the future.

    Input: `(batch, time, channels)`. Output: `(batch, ..., filters)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Source: Chollet 2017, "Xception: deep learning with depthwise separable convolutions".
    """

    rank = 1


@known_as("keras.layers", "SeparableConv2D")
class SeparableConv2D(SeparableConvolution):
    """Separable convolution of images: each channel alone, then a mix of the channels.

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
    narrowed: Mapping[str, Any] = {"padding": Padding}
