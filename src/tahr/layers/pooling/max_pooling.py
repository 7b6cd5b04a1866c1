"""The largest of windows."""

from typing import Any

from tahr.core.ranges import DataFormat, Padding
from tahr.core.registry import known_as
from tahr.layers.pooling.base import MaxPooling


@known_as("keras.layers", "MaxPooling1D")
class MaxPooling1D(MaxPooling):
    """Takes the largest of each window of sequences.

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
        >>> MaxPooling1D(2)([[[1.0], [5.0], [2.0], [3.0]]])[0, :, 0].tolist()
        [5.0, 3.0]
    """

    rank = 1

    def __init__(
        self,
        pool_size: Any = 2,
        strides: Any = None,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)


@known_as("keras.layers", "MaxPooling2D")
class MaxPooling2D(MaxPooling):
    """Takes the largest of each window of images.

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

    Example:
        >>> MaxPooling2D()([[[[1.0], [5.0]], [[2.0], [3.0]]]]).tolist()
        [[[[5.0]]]]
    """

    rank = 2

    def __init__(
        self,
        pool_size: Any = (2, 2),
        strides: Any = None,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)


@known_as("keras.layers", "MaxPooling3D")
class MaxPooling3D(MaxPooling):
    """Takes the largest of each window of volumes.

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
        pool_size: Any = (2, 2, 2),
        strides: Any = None,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)
