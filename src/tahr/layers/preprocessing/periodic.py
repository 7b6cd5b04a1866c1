"""Numbers as their place in periods: of the day, the week, the year."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tahr import ops
from tahr.core import current
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.layers.preprocessing.image.data_layer import DataLayer


@known_as("tahr.layers", "PeriodicEncoding")
@rows_apart
class PeriodicEncoding(DataLayer):
    """Encodes each number by the sine and cosine of its place in each of some periods.

    What is missing (NaN) is all zeros.

    Args:
        periods: their lengths, above zero.
        **kwargs: what every layer takes.

    Input: numbers of any shape. Output: the same shape and an axis more, of twice the periods.

    Raises:
        ArgumentError: there are no periods, or one is not above zero.

    Example:
        >>> layer = PeriodicEncoding([4.0])
        >>> [[round(x) for x in row] for row in layer([0.0, 1.0, 2.0]).tolist()]
        [[0, 1], [1, 0], [0, -1]]
    """

    @checked
    def __init__(self, periods: Sequence[float], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.periods: list[float] = [float(one) for one in periods]
        if not self.periods or not all(0 < one < float("inf") for one in self.periods):
            raise ArgumentError("periods are above zero", where=self.name, got=repr(periods)[:80])

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape, 2 * len(self.periods))

    def call(self, inputs: Tensor) -> Tensor:
        x = ops.expand_dims(ops.cast(current.as_tensor(inputs), self.compute_dtype), -1)
        missing = ops.isnan(x)
        periods = ops.convert_to_tensor(self.periods, self.compute_dtype)
        place = ops.divide(ops.where(missing, ops.zeros_like(x), x), periods)
        angle = ops.multiply(ops.subtract(place, ops.floor(place)), 2 * np.pi)
        waves = ops.concatenate([ops.sin(angle), ops.cos(angle)], axis=-1)
        return ops.where(missing, ops.zeros_like(waves), waves)
