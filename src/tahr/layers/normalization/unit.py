"""Normalization to length one."""

from collections.abc import Sequence
from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import Axes
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base.layer import Layer
from tahr.ops import nn


@known_as("keras.layers", "UnitNormalization")
@rows_apart
class UnitNormalization(Layer):
    """Scales vectors to Euclidean length one.

    Args:
        axis: the axis or axes the length is taken along.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: axis is no integer, nor several.

    Example:
        >>> UnitNormalization()([[3.0, 4.0]]).tolist()
        [[0.6..., 0.8...]]
    """

    @checked
    def __init__(self, axis: Axes = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis: list[int] | int = list(axis) if isinstance(axis, Sequence) else axis
        self.supports_masking = True

    def call(self, inputs: Tensor) -> Tensor:
        return nn.normalize(inputs, axis=self.axis, order=2, epsilon=1e-12)
