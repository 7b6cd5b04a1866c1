"""The largest or the mean of windows, of which there is a given number."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.config import data_format as checked_format
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.checks import lengths
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.ops import nn


@rows_apart
class AdaptivePooling(Layer):
    """Reduces each of so many windows to one number that the output has a given size.

    Window i of n covers `floor(i length / n)` to below `ceil((i + 1) length / n)`, so that inputs
    of any size have outputs of one.

    Args:
        output_size: length of the output along all spatial axes, or one for each.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        **kwargs: what every layer takes.

    Input: `(batch, *space, channels)`. Output: `(batch, *output_size, channels)`.

    Raises:
        ArgumentError: a length is not positive.
        ShapeError: the input has another number of axes.
    """

    rank: int
    """The number of spatial axes."""

    @checked
    def __init__(
        self, output_size: Any, data_format: DataFormat | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.output_size: tuple[int, ...] = lengths(output_size, self.rank, "output_size", self)
        self.data_format: str = checked_format(data_format)
        self.input_spec: Expected = InputSpec(ndim=self.rank + 2)


class AdaptiveAveragePooling(AdaptivePooling):
    """Takes the mean of each window."""

    def call(self, inputs: Tensor) -> Tensor:
        return nn.adaptive_average_pool(inputs, self.output_size, self.data_format)


class AdaptiveMaxPooling(AdaptivePooling):
    """Takes the largest of each window."""

    def call(self, inputs: Tensor) -> Tensor:
        return nn.adaptive_max_pool(inputs, self.output_size, self.data_format)


@known_as("keras.layers", "AdaptiveAveragePooling1D")
class AdaptiveAveragePooling1D(AdaptiveAveragePooling):
    """Takes the means of a given number of windows of sequences.

    Input: `(batch, time, channels)`. Output: `(batch, output_size, channels)`.

    Example:
        >>> AdaptiveAveragePooling1D(2)([[[1.0], [2.0], [3.0]]])[0, :, 0].tolist()
        [1.5, 2.5]
    """

    rank = 1


@known_as("keras.layers", "AdaptiveAveragePooling2D")
class AdaptiveAveragePooling2D(AdaptiveAveragePooling):
    """Takes the means of a given number of windows of images.

    Input: `(batch, height, width, channels)`. Output: `(batch, *output_size, channels)`.
    """

    rank = 2


@known_as("keras.layers", "AdaptiveAveragePooling3D")
class AdaptiveAveragePooling3D(AdaptiveAveragePooling):
    """Takes the means of a given number of windows of volumes.

    Input: `(batch, depth, height, width, channels)`. Output: `(batch, *output_size, channels)`.
    """

    rank = 3


@known_as("keras.layers", "AdaptiveMaxPooling1D")
class AdaptiveMaxPooling1D(AdaptiveMaxPooling):
    """Takes the largest of a given number of windows of sequences.

    Input: `(batch, time, channels)`. Output: `(batch, output_size, channels)`.

    Example:
        >>> AdaptiveMaxPooling1D(2)([[[1.0], [2.0], [3.0]]])[0, :, 0].tolist()
        [2.0, 3.0]
    """

    rank = 1


@known_as("keras.layers", "AdaptiveMaxPooling2D")
class AdaptiveMaxPooling2D(AdaptiveMaxPooling):
    """Takes the largest of a given number of windows of images.

    Input: `(batch, height, width, channels)`. Output: `(batch, *output_size, channels)`.
    """

    rank = 2


@known_as("keras.layers", "AdaptiveMaxPooling3D")
class AdaptiveMaxPooling3D(AdaptiveMaxPooling):
    """Takes the largest of a given number of windows of volumes.

    Input: `(batch, depth, height, width, channels)`. Output: `(batch, *output_size, channels)`.
    """

    rank = 3
