"""Another scale."""

from typing import Any

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.image.data_layer import DataLayer


@known_as("keras.layers", "Rescaling")
@rows_apart
class Rescaling(DataLayer):
    """Computes `scale * x + offset`.

    Args:
        scale: a number, or one for each channel.
        offset: a number, or one for each channel.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape, in the compute dtype.

    Example:
        >>> Rescaling(1 / 255)([0, 255]).tolist()
        [0.0, 1.0]
    """

    def __init__(self, scale: Any, offset: Any = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scale = scale
        self.offset = offset
        self.supports_masking = True

    def call(self, inputs: Tensor) -> Tensor:
        dtype = self.compute_dtype
        scale, offset = (ops.convert_to_tensor(n, dtype=dtype) for n in (self.scale, self.offset))
        return ops.add(ops.multiply(ops.cast(inputs, dtype), scale), offset)
