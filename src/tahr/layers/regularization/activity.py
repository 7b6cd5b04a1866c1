"""A penalty on activity."""

from typing import Any

from tahr import regularizers
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "ActivityRegularization")
@rows_apart
class ActivityRegularization(Layer):
    """Returns its inputs, and adds a penalty on them, a sample, to the loss.

    Args:
        l1: factor of the sum of absolute values, divided by the number of samples.
        l2: factor of the sum of squares, divided by the number of samples.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same.

    Example:
        >>> layer = ActivityRegularization(l1=0.5)
        >>> layer([[1.0], [-3.0]]).tolist(), float(layer.losses[0])
        ([[1.0], [-3.0]], 1.0)
    """

    not_in_config: tuple[str, ...] = ("activity_regularizer",)

    def __init__(self, l1: float = 0.0, l2: float = 0.0, **kwargs: Any) -> None:
        super().__init__(activity_regularizer=regularizers.L1L2(l1=l1, l2=l2), **kwargs)
        self.supports_masking = True
        self.l1 = l1
        self.l2 = l2

    def call(self, inputs: Tensor) -> Tensor:
        return inputs
