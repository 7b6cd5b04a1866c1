"""The exponential linear unit."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import Number
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer
from tahr.ops import nn


@known_as("keras.layers", "ELU")
@rows_apart
class ELU(Layer):
    """Exponential linear unit: `x` where positive, `alpha (exp(x) - 1)` elsewhere.

    Args:
        alpha: the size of the smallest output.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Example:
        >>> ELU()([-100.0, 3.0]).tolist()
        [-1.0, 3.0]

    Source: Clevert et al. 2016, "Fast and accurate deep network learning by exponential linear
    units", equation 15.
    """

    @checked
    def __init__(self, alpha: Number = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.alpha = alpha
        self.supports_masking = True

    def call(self, inputs: Tensor) -> Tensor:
        return nn.elu(inputs, self.alpha)
