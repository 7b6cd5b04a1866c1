"""The leaky rectifier."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import NotNegative
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.spelling import accepts_old_spellings
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer
from tahr.ops import nn


@known_as("keras.layers", "LeakyReLU")
@rows_apart
class LeakyReLU(Layer):
    """Leaky rectifier: `x` where positive, a fixed fraction of it elsewhere.

    Args:
        negative_slope: the fraction.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: the slope is None or negative.

    Example:
        >>> LeakyReLU(0.5)([-2.0, 3.0]).tolist()
        [-1.0, 3.0]

    Source: Maas et al. 2013, "Rectifier nonlinearities improve neural network acoustic models".
    """

    @accepts_old_spellings
    @checked
    def __init__(self, negative_slope: NotNegative = 0.3, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.negative_slope = negative_slope
        self.supports_masking = True

    def call(self, inputs: Tensor) -> Tensor:
        return nn.leaky_relu(inputs, self.negative_slope)
