"""The largest of windows."""

from tahr.core.registry import known_as
from tahr.layers.pooling.base import MaxPooling


@known_as("keras.layers", "MaxPooling1D")
class MaxPooling1D(MaxPooling):
    """Takes the largest of each window of sequences.

    Input: `(batch, time, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: a length is not positive, or there is no such padding.
        ShapeError: a window is larger than the input.

    Example:
        >>> MaxPooling1D(2)([[[1.0], [5.0], [2.0], [3.0]]])[0, :, 0].tolist()
        [5.0, 3.0]
    """

    rank = 1


@known_as("keras.layers", "MaxPooling2D")
class MaxPooling2D(MaxPooling):
    """Takes the largest of each window of images.

    Input: `(batch, height, width, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: a length is not positive, or there is no such padding.
        ShapeError: a window is larger than the input.

    Example:
        >>> MaxPooling2D()([[[[1.0], [5.0]], [[2.0], [3.0]]]]).tolist()
        [[[[5.0]]]]
    """

    rank = 2


@known_as("keras.layers", "MaxPooling3D")
class MaxPooling3D(MaxPooling):
    """Takes the largest of each window of volumes.

    Input: `(batch, depth, height, width, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: a length is not positive, or there is no such padding.
        ShapeError: a window is larger than the input.
    """

    rank = 3
