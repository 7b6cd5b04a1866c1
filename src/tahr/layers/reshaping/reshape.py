"""Samples in another shape."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "Reshape")
class Reshape(Layer):
    """Gives every sample another shape.

    Args:
        target_shape: of one sample, without the batch; one length may be -1.
        **kwargs: what every layer takes.

    Input: `(batch, ...)`. Output: `(batch, *target_shape)`.

    Raises:
        ShapeError: the sizes differ.

    Example:
        >>> Reshape((2, -1))([[1.0, 2.0, 3.0, 4.0]]).tolist()
        [[[1.0, 2.0], [3.0, 4.0]]]
    """

    def __init__(self, target_shape: Sequence[int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.target_shape = tuple(target_shape)

    def call(self, inputs: Tensor) -> Tensor:
        return ops.reshape(inputs, (inputs.shape[0], *self.target_shape))

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "target_shape": self.target_shape}
