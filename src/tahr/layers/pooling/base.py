"""What all pooling layers over windows share."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.config import data_format as checked_format
from tahr.core.ranges import DataFormat, Lengths, Padding
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.checks import lengths
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.ops import nn


@rows_apart
class Pooling(Layer):
    """Reduces each window to one number.

    Args:
        pool_size: length of the window, or one for each spatial axis.
        strides: steps between windows; as long as the window by default.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        name: as any layer's.
        **kwargs: what every layer takes.
    """

    rank: int
    """The number of spatial axes."""

    @checked
    def __init__(
        self,
        pool_size: Lengths = 2,
        strides: Lengths | None = None,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.pool_size: tuple[int, ...] = lengths(pool_size, self.rank, "pool_size", self)
        steps = self.pool_size if strides is None else strides
        self.strides: tuple[int, ...] = lengths(steps, self.rank, "strides", self)
        self.padding: str = padding.lower()
        self.data_format: str = checked_format(data_format)
        self.input_spec: Expected = InputSpec(ndim=self.rank + 2)


class MaxPooling(Pooling):
    """Takes the largest of each window."""

    def __init__(
        self,
        pool_size: Lengths = 2,
        strides: Lengths | None = None,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, name, **kwargs)

    def call(self, inputs: Tensor) -> Tensor:
        return nn.max_pool(inputs, self.pool_size, self.strides, self.padding, self.data_format)


class AveragePooling(Pooling):
    """Takes the mean of each window; padding does not count."""

    def call(self, inputs: Tensor) -> Tensor:
        return nn.average_pool(inputs, self.pool_size, self.strides, self.padding, self.data_format)
