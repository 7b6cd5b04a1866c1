"""Images whose shades are spread evenly."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, DataFormat
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.colour.base import ValueLayer
from tahr.layers.preprocessing.image.colour.histograms import counted, looked_up
from tahr.layers.preprocessing.image.colour.values import BYTES, scaled
from tahr.layers.preprocessing.image.image_layer import Drawn


@known_as("keras.layers", "Equalization")
class Equalization(ValueLayer):
    """Spreads the values of each channel of each image evenly over the value range, in training.

    Args:
        bins: how many shades are told apart.

    Input: images, or a dictionary of what belongs to them. Output: likewise; a channel of one
    shade stays as it is.

    Raises:
        ArgumentError: an argument makes no sense.

    Example:
        >>> Equalization()([[[10.0], [11.0], [13.0]]]).tolist()
        [[[0.0], [128.0], [255.0]]]

    Source: Gonzalez and Woods, "Digital image processing", section 3.3.1.
    """

    @checked
    def __init__(
        self,
        value_range: Any = (0, 255),
        bins: Count = 256,
        data_format: DataFormat | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(value_range, data_format=data_format, **kwargs)
        self.bins: int = int(bins)

    def altered(self, images: Tensor, transformation: Drawn | None) -> Tensor:
        top = float(self.bins - 1)
        shades = ops.clip(ops.floor(scaled(images, self.value_range, (0.0, top))), 0.0, top)
        rows = ops.transpose(ops.cast(shades, "int32"), (0, 3, 1, 2))
        below = ops.cumsum(counted(rows, self.bins, images.dtype), -1)
        total = below[..., -1:]
        first = ops.min(ops.where(ops.greater(below, 0.0), below, total), -1, keepdims=True)
        spread = ops.subtract(total, first)
        is_flat = ops.equal(spread, 0.0)
        even = ops.multiply(ops.maximum(ops.subtract(below, first), 0.0), BYTES[1])
        table = ops.round(ops.divide(even, ops.where(is_flat, 1.0, spread)))
        found = ops.transpose(looked_up(table, rows), (0, 2, 3, 1))
        flat = ops.transpose(ops.expand_dims(is_flat, -1), (0, 2, 3, 1))
        return ops.where(flat, images, scaled(found, BYTES, self.value_range))
