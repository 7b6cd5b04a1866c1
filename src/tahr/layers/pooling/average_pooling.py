"""The mean of windows."""

from typing import Any

from tahr.core.ranges import DataFormat, Padding
from tahr.core.registry import known_as
from tahr.layers.pooling.base import AveragePooling


@known_as("keras.layers", "AveragePooling1D")
class AveragePooling1D(AveragePooling):
    """Takes the mean of each window of sequences.

    Args:
        pool_size: length of the window.
        strides: steps between windows; as long as the window by default.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        name: as any layer's.
        **kwargs: what every layer takes.

    Input: `(batch, time, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: a length is not positive, or there is no such padding.
        ShapeError: a window is larger than the input.

    Example:
        >>> AveragePooling1D(2)([[[1.0], [5.0], [2.0], [3.0]]])[0, :, 0].tolist()
        [3.0, 2.5]
    """

    rank = 1

    def __init__(
        self,
        pool_size: Any,
        strides: Any = None,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)


@known_as("keras.layers", "AveragePooling2D")
class AveragePooling2D(AveragePooling):
    """Takes the mean of each window of images.

    Args:
        pool_size: length of the window along all spatial axes, or one for each.
        strides: steps between windows; as long as the window by default.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        name: as any layer's.
        **kwargs: what every layer takes.

    Input: `(batch, height, width, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: a length is not positive, or there is no such padding.
        ShapeError: a window is larger than the input.
    """

    rank = 2

    def __init__(
        self,
        pool_size: Any,
        strides: Any = None,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)


@known_as("keras.layers", "AveragePooling3D")
class AveragePooling3D(AveragePooling):
    """Takes the mean of each window of volumes.

    Args:
        pool_size: length of the window along all spatial axes, or one for each.
        strides: steps between windows; as long as the window by default.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        name: as any layer's.
        **kwargs: what every layer takes.

    Input: `(batch, depth, height, width, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: a length is not positive, or there is no such padding.
        ShapeError: a window is larger than the input.
    """

    rank = 3

    def __init__(
        self,
        pool_size: Any,
        strides: Any = None,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)
