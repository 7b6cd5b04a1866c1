"""The rectifier that learns its slopes."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Axes
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import positive, shared_along
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.base.weight_rules import WeightRules
from tahr.ops import nn


@known_as("keras.layers", "PReLU")
@rows_apart
class PReLU(Layer):
    """Parametric rectifier: `x` where positive, a learned fraction of it elsewhere.

    Args:
        alpha_initializer: for the slopes, one for each feature.
        alpha_regularizer: penalty on the slopes.
        alpha_constraint: maps the slopes back after each update.
        shared_axes: axes along which one slope serves all, counted with the batch as 0.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: shared_axes are none of the input's.

    Example:
        >>> PReLU(alpha_initializer="ones")([[-2.0, 3.0]]).tolist()
        [[-2.0, 3.0]]

    Source: He et al. 2015, "Delving deep into rectifiers", equation 1.
    """

    @checked
    def __init__(
        self,
        alpha_initializer: Any = "Zeros",
        alpha_regularizer: Any = None,
        alpha_constraint: Any = None,
        shared_axes: Axes | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.alpha_rules: WeightRules = WeightRules(
            self, "alpha", alpha_initializer, alpha_regularizer, alpha_constraint
        )
        listed = shared_axes is None or isinstance(shared_axes, list | tuple)
        self.shared_axes = shared_axes if listed else [shared_axes]

    def build(self, input_shape: Shape) -> None:
        rank, shared = len(input_shape), shared_along(self.shared_axes, input_shape, self)
        own = [axis for axis in range(1, rank) if axis not in shared]
        axes = {
            axis: positive(input_shape[axis], f"axis {axis} of the input", self) for axis in own
        }
        self.alpha: Variable = self.alpha_rules.make([axes.get(axis, 1) for axis in range(1, rank)])
        self.input_spec: Expected = InputSpec(ndim=rank, axes=axes)

    def call(self, inputs: Tensor) -> Tensor:
        below = ops.multiply(ops.negative(self.alpha), nn.relu(ops.negative(inputs)))
        return ops.add(nn.relu(inputs), below)
