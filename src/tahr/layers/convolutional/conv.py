"""Convolutions with filters over all channels."""

from collections.abc import Mapping
from typing import Any

from tahr.core.ranges import Padding
from tahr.core.registry import known_as
from tahr.layers.convolutional.convolution import Convolution


@known_as("keras.layers", "Conv1D")
class Conv1D(Convolution):
    """Convolves sequences with filters.

    Args:
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them;
            "causal" pads the past alone, so that no output sees the future.

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


@known_as("keras.layers", "Conv2D")
class Conv2D(Convolution):
    """Convolves images with filters.

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
    narrowed: Mapping[str, Any] = {"padding": Padding}


@known_as("keras.layers", "Conv3D")
class Conv3D(Convolution):
    """Convolves volumes with filters.

    Input: `(batch, depth, height, width, channels)`. Output: `(batch, ..., filters)`.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
        ShapeError: the input has another rank or other channels, or a window is larger.

    Source: Dumoulin & Visin 2016, "A guide to convolution arithmetic for deep learning".
    """

    rank = 3
    narrowed: Mapping[str, Any] = {"padding": Padding}
