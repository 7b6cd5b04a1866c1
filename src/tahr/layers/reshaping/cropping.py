"""Sequences, images and volumes with their edges cut off."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.config import data_format as checked_format
from tahr.core.errors import ShapeError
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.reshaping.edges import Pairs, inner_axes, lengths_along, pairs_of


@rows_apart
class Cropping(Layer):
    """Cuts off the beginning and the end of each spatial axis.

    Args:
        cropping: an integer, one for each spatial axis, or a (before, after) for each.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        **kwargs: what every layer takes.
    """

    rank: int
    """The number of spatial axes."""

    @checked
    def __init__(
        self, cropping: Any = 1, data_format: DataFormat | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.data_format: str = checked_format(data_format)
        self.pairs: Pairs = pairs_of(cropping, self.rank, "cropping", self)
        self.cropping: tuple[Any, ...] = self.pairs[0] if self.rank == 1 else self.pairs
        self.input_spec: Expected = InputSpec(ndim=self.rank + 2)

    def call(self, inputs: Tensor) -> Tensor:
        found = lengths_along(inputs, self.rank, self.data_format)
        for length, (before, after) in zip(found, self.pairs, strict=True):
            if is_known(length) and before + after >= length:
                raise ShapeError(
                    "cropping would leave nothing",
                    expected=f"less than {show(found)}",
                    got=f"cropping {self.cropping}",
                )
        axes = inner_axes(self.rank, self.data_format)
        index = [slice(None)] * len(inputs.shape)
        for axis, (before, after) in zip(axes, self.pairs, strict=True):
            index[axis] = slice(before, -after if after else None)
        return ops.get_item(inputs, tuple(index))


@known_as("keras.layers", "Cropping1D")
class Cropping1D(Cropping):
    """Cuts off the first and last steps of sequences.

    Args:
        cropping: steps on either side, or (before, after).

    Input: `(batch, time, channels)`. Output: `(batch, time - before - after, channels)`.

    Raises:
        ArgumentError: cropping is not of that form.
        ShapeError: nothing would be left.

    Example:
        >>> Cropping1D((1, 0))([[[5.0], [6.0]]]).tolist()
        [[[6.0]]]
    """

    rank = 1

    def __init__(self, cropping: Any = 1, **kwargs: Any) -> None:
        super().__init__(cropping, "channels_last", **kwargs)


@known_as("keras.layers", "Cropping2D")
class Cropping2D(Cropping):
    """Cuts off the edges of images.

    Args:
        cropping: an integer, one for height and width each, or ((top, bottom), (left, right)).

    Input: `(batch, height, width, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: cropping is not of that form.
        ShapeError: nothing would be left.
    """

    rank = 2

    def __init__(
        self, cropping: Any = 0, data_format: DataFormat | None = None, **kwargs: Any
    ) -> None:
        super().__init__(cropping, data_format, **kwargs)


@known_as("keras.layers", "Cropping3D")
class Cropping3D(Cropping):
    """Cuts off the edges of volumes.

    Input: `(batch, depth, height, width, channels)`. Output: likewise, smaller.

    Raises:
        ArgumentError: cropping is not of that form.
        ShapeError: nothing would be left.
    """

    rank = 3
