"""The mean of windows."""

from tahr.core.registry import known_as
from tahr.layers.pooling.base import AveragePooling


@known_as("keras.layers", "AveragePooling1D")
class AveragePooling1D(AveragePooling):
    """Takes the mean of each window of sequences.

    Input: `(batch, time, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: a length is not positive, or there is no such padding.
        ShapeError: a window is larger than the input.

    Example:
        >>> AveragePooling1D(2)([[[1.0], [5.0], [2.0], [3.0]]])[0, :, 0].tolist()
        [3.0, 2.5]
    """

    rank = 1


@known_as("keras.layers", "AveragePooling2D")
class AveragePooling2D(AveragePooling):
    """Takes the mean of each window of images.

    Input: `(batch, height, width, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: a length is not positive, or there is no such padding.
        ShapeError: a window is larger than the input.
    """

    rank = 2


@known_as("keras.layers", "AveragePooling3D")
class AveragePooling3D(AveragePooling):
    """Takes the mean of each window of volumes.

    Input: `(batch, depth, height, width, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: a length is not positive, or there is no such padding.
        ShapeError: a window is larger than the input.
    """

    rank = 3
