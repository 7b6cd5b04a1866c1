"""The rectifier."""

from typing import Any

from tahr import activations
from tahr.core.arguments import checked
from tahr.core.ranges import NotNegative
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "ReLU")
@rows_apart
class ReLU(Layer):
    """Rectifier: `max(x, 0)`, with a threshold, an upper limit and a slope below on request.

    Args:
        max_value: the largest output; none by default.
        negative_slope: of `x - threshold` below the threshold.
        threshold: where the positive part begins.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: an argument is negative.

    Example:
        >>> ReLU(max_value=1.0, negative_slope=0.5)([-2.0, 0.5, 3.0]).tolist()
        [-1.0, 0.5, 1.0]

    Source: Nair & Hinton 2010, "Rectified linear units improve restricted Boltzmann machines".
    """

    @checked
    def __init__(
        self,
        max_value: NotNegative | None = None,
        negative_slope: NotNegative = 0.0,
        threshold: NotNegative = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.max_value = max_value
        self.negative_slope = negative_slope
        self.threshold = threshold

    def call(self, inputs: Tensor) -> Tensor:
        return activations.relu(inputs, self.negative_slope, self.max_value, self.threshold)
