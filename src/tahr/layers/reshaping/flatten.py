"""Every sample as one vector."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.config import data_format as checked_format
from tahr.core.ranges import DataFormat
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.specs import size
from tahr.core.typing import Tensor
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "Flatten")
@rows_apart
class Flatten(Layer):
    """Flattens all axes but the batch into one.

    Args:
        data_format: "channels_first" puts the channels last before flattening, so that the
            result does not depend on the layout; the configured one by default.
        **kwargs: what every layer takes.

    Input: `(batch, ...)`. Output: `(batch, product of the rest)`.

    Example:
        >>> Flatten()([[[1.0, 2.0], [3.0, 4.0]]]).tolist()
        [[1.0, 2.0, 3.0, 4.0]]
    """

    @checked
    def __init__(self, data_format: DataFormat | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format: str = checked_format(data_format)
        self.input_spec: Expected = InputSpec(min_ndim=1)

    def call(self, inputs: Tensor) -> Tensor:
        x, rank = inputs, len(inputs.shape)
        if self.data_format == "channels_first" and rank > 2:
            x = ops.transpose(x, (0, *range(2, rank), 1))
        return ops.reshape(x, (x.shape[0], size(x.shape[1:])))
