"""Zeros around sequences, images and volumes."""

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
from tahr.layers.reshaping.edges import Pairs, around, pairs_of


@rows_apart
class ZeroPadding(Layer):
    """Puts zeros before and behind each spatial axis.

    Args:
        padding: an integer, one for each spatial axis, or a (before, after) for each.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        **kwargs: what every layer takes.
    """

    rank: int
    """The number of spatial axes."""

    @checked
    def __init__(
        self, padding: Any = 1, data_format: DataFormat | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.data_format: str = checked_format(data_format)
        self.pairs: Pairs = pairs_of(padding, self.rank, "padding", self)
        self.padding: tuple[Any, ...] = self.pairs[0] if self.rank == 1 else self.pairs
        self.input_spec: Expected = InputSpec(ndim=self.rank + 2)

    def call(self, inputs: Tensor) -> Tensor:
        return ops.pad(inputs, around(self.pairs, self.data_format))


@known_as("keras.layers", "ZeroPadding1D")
class ZeroPadding1D(ZeroPadding):
    """Pads sequences with zero steps.

    Args:
        padding: steps on either side, or (before, after).

    Input: `(batch, time, channels)`. Output: `(batch, before + time + after, channels)`.

    Raises:
        ArgumentError: padding is not of that form.

    Example:
        >>> ZeroPadding1D((1, 0))([[[5.0]]]).tolist()
        [[[0.0], [5.0]]]
    """

    rank = 1


@known_as("keras.layers", "ZeroPadding2D")
class ZeroPadding2D(ZeroPadding):
    """Pads images with rows and columns of zeros.

    Args:
        padding: an integer, one for height and width each, or ((top, bottom), (left, right)).

    Input: `(batch, height, width, channels)`. Output: likewise, larger.

    Raises:
        ArgumentError: padding is not of that form.

    Example:
        >>> ZeroPadding2D((1, 2))([[[[5.0]]]]).shape
        (1, 3, 5, 1)
    """

    rank = 2


@known_as("keras.layers", "ZeroPadding3D")
class ZeroPadding3D(ZeroPadding):
    """Pads volumes with zeros.

    Input: `(batch, depth, height, width, channels)`. Output: likewise, larger.

    Raises:
        ArgumentError: padding is not of that form.

    Example:
        >>> ZeroPadding3D()([[[[[5.0]]]]]).shape
        (1, 3, 3, 3, 1)
    """

    rank = 3
