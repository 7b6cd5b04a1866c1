"""Skipping the steps of a sequence that are only filled in."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Number
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "Masking")
@rows_apart
class Masking(Layer):
    """Masks the steps whose features all have one value.

    The layers that follow skip those steps, where they can handle masks.

    Args:
        mask_value: what a skipped step is filled with.
        **kwargs: what every layer takes.

    Input: `(batch, time, features)`. Output: the same shape, skipped steps zero.

    Example:
        >>> Masking(9.0)([[[9.0, 9.0], [9.0, 1.0]]]).tolist()
        [[[0.0, 0.0], [9.0, 1.0]]]
    """

    @checked
    def __init__(self, mask_value: Number = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mask_value = mask_value
        self.supports_masking = True

    def compute_mask(self, inputs: Tensor, previous_mask: Tensor | None = None) -> Tensor:
        return ops.any(ops.not_equal(inputs, self.mask_value), axis=-1)

    def call(self, inputs: Tensor) -> Tensor:
        kept = ops.expand_dims(self.compute_mask(inputs), -1)
        return ops.multiply(inputs, ops.cast(kept, ops.dtype(inputs)))
