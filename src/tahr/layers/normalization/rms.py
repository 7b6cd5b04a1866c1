"""Normalization by the root of the mean square."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Axes, NotNegative
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import length_along
from tahr.layers.base.layer import Layer
from tahr.ops import nn


@known_as("keras.layers", "RMSNormalization")
@rows_apart
class RMSNormalization(Layer):
    """Divides by the root of the mean square, then multiplies by a trained scale.

    Args:
        axis: the axis or axes that are averaged over.
        epsilon: keeps the square root away from zero.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Example:
        >>> RMSNormalization(epsilon=0.0)([[3.0, 3.0]]).tolist()
        [[1.0, 1.0]]

    Source: Zhang & Sennrich 2019, "Root mean square layer normalization", equation 4.
    """

    @checked
    def __init__(self, axis: Axes = -1, epsilon: NotNegative = 1e-6, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis: Any = list(axis) if isinstance(axis, list | tuple) else axis
        self.epsilon = epsilon

    def build(self, input_shape: Shape) -> None:
        self.axis = self.axis if isinstance(self.axis, list) else [self.axis]
        shape = [length_along(input_shape, a, self) for a in self.axis]
        self.scale: Variable = self.add_weight(shape=shape, initializer="ones", name="scale")

    def call(self, x: Tensor) -> Tensor:
        axes = {axis % len(x.shape) for axis in self.axis}
        column = tuple(n if axis in axes else 1 for axis, n in enumerate(x.shape))
        return nn.rms_normalization(x, ops.reshape(self.scale, column), self.axis, self.epsilon)
