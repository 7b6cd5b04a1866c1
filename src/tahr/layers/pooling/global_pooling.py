"""The largest or the mean of all places of each channel."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.config import data_format as checked_format
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer


@rows_apart
class GlobalPooling(Layer):
    """Reduces all places of each channel to one number.

    Args:
        data_format: "channels_last" or "channels_first"; the configured one by default.
        keepdims: whether the spatial axes stay, with length one.
        **kwargs: what every layer takes.

    Input: `(batch, *space, channels)`. Output: `(batch, channels)`.
    """

    rank: int
    """The number of spatial axes."""

    @checked
    def __init__(
        self, data_format: DataFormat | None = None, keepdims: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.data_format: str = checked_format(data_format)
        self.keepdims = keepdims
        self.input_spec: Expected = InputSpec(ndim=self.rank + 2)

    @property
    def axes(self) -> tuple[int, ...]:
        """The spatial axes."""
        first = 2 if self.data_format == "channels_first" else 1
        return tuple(range(first, first + self.rank))


class GlobalMaxPooling(GlobalPooling):
    """Takes the largest of all places of each channel."""

    def call(self, inputs: Tensor) -> Tensor:
        return ops.max(inputs, axis=self.axes, keepdims=bool(self.keepdims))


class GlobalAveragePooling(GlobalPooling):
    """Takes the mean of all places of each channel."""

    def call(self, inputs: Tensor) -> Tensor:
        return ops.mean(inputs, axis=self.axes, keepdims=bool(self.keepdims))


@known_as("keras.layers", "GlobalMaxPooling1D")
class GlobalMaxPooling1D(GlobalMaxPooling):
    """Takes the largest of all steps, channel by channel.

    Input: `(batch, time, channels)`. Output: `(batch, channels)`.

    Example:
        >>> GlobalMaxPooling1D()([[[1.0], [5.0], [2.0]]]).tolist()
        [[5.0]]
    """

    rank = 1


@known_as("keras.layers", "GlobalMaxPooling2D")
class GlobalMaxPooling2D(GlobalMaxPooling):
    """Takes the largest of all pixels, channel by channel.

    Input: `(batch, height, width, channels)`. Output: `(batch, channels)`.
    """

    rank = 2


@known_as("keras.layers", "GlobalMaxPooling3D")
class GlobalMaxPooling3D(GlobalMaxPooling):
    """Takes the largest of all voxels, channel by channel.

    Input: `(batch, depth, height, width, channels)`. Output: `(batch, channels)`.
    """

    rank = 3


@known_as("keras.layers", "GlobalAveragePooling1D")
class GlobalAveragePooling1D(GlobalAveragePooling):
    """Takes the mean of all steps, channel by channel; masked steps do not count.

    Input: `(batch, time, channels)`. Output: `(batch, channels)`.

    Example:
        >>> GlobalAveragePooling1D()([[[1.0], [5.0]]], mask=[[True, False]]).tolist()
        [[1.0]]
    """

    rank = 1

    def call(self, inputs: Tensor, mask: Tensor | None = None) -> Tensor:
        if mask is None:
            return super().call(inputs)
        channels = 2 if self.axes == (1,) else 1
        weight = ops.expand_dims(ops.cast(mask, ops.dtype(inputs)), channels)
        total = ops.sum(ops.multiply(inputs, weight), axis=self.axes, keepdims=bool(self.keepdims))
        return ops.divide(total, ops.sum(weight, axis=self.axes, keepdims=bool(self.keepdims)))

    def compute_mask(self, inputs: Tensor, previous_mask: Tensor | None = None) -> None:
        return None


@known_as("keras.layers", "GlobalAveragePooling2D")
class GlobalAveragePooling2D(GlobalAveragePooling):
    """Takes the mean of all pixels, channel by channel.

    Input: `(batch, height, width, channels)`. Output: `(batch, channels)`.
    """

    rank = 2


@known_as("keras.layers", "GlobalAveragePooling3D")
class GlobalAveragePooling3D(GlobalAveragePooling):
    """Takes the mean of all voxels, channel by channel.

    Input: `(batch, depth, height, width, channels)`. Output: `(batch, channels)`.
    """

    rank = 3
