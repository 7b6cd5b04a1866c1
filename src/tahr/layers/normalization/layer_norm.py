"""Layer normalization."""

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
from tahr.layers.base.weight_rules import WeightRules
from tahr.ops import nn


@known_as("keras.layers", "LayerNormalization")
@rows_apart
class LayerNormalization(Layer):
    """Normalizes every sample to mean zero and variance one, then scales and shifts it.

    Args:
        axis: the axis or axes that are averaged over; weights have their lengths, negative axes
            first.
        epsilon: keeps the square root away from zero.
        center: whether a trained `beta` is added.
        scale: whether a trained `gamma` multiplies.
        beta_initializer: for beta, of the lengths of the axes.
        gamma_initializer: for gamma, likewise.
        beta_regularizer: penalty on beta.
        gamma_regularizer: penalty on gamma.
        beta_constraint: maps beta back after each update.
        gamma_constraint: maps gamma back after each update.
        **kwargs: what every layer takes, and `rms_scaling`, which leaves the mean alone.

    Input: any shape. Output: the same shape.

    Example:
        >>> LayerNormalization(epsilon=0.0)([[1.0, 3.0]]).tolist()
        [[-1.0, 1.0]]

    Source: Ba et al. 2016, "Layer normalization", equation 4.
    """

    @checked
    def __init__(
        self,
        axis: Axes = -1,
        epsilon: NotNegative = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        self.rms_scaling: bool = kwargs.pop("rms_scaling", False)
        super().__init__(**kwargs)
        self.axis: Any = sorted(axis) if isinstance(axis, list | tuple) else axis
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.beta_rules: WeightRules = WeightRules(
            self, "beta", beta_initializer, beta_regularizer, beta_constraint
        )
        self.gamma_rules: WeightRules = WeightRules(
            self, "gamma", gamma_initializer, gamma_regularizer, gamma_constraint
        )
        self.supports_masking = True

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "rms_scaling": self.rms_scaling}

    def build(self, input_shape: Shape) -> None:
        self.axis = self.axis if isinstance(self.axis, list) else [self.axis]
        shape = [length_along(input_shape, a, self) for a in self.axis]
        both = not self.rms_scaling
        self.gamma: Variable | None = (
            self.gamma_rules.make(shape) if self.scale or not both else None
        )
        self.beta: Variable | None = self.beta_rules.make(shape) if self.center and both else None

    def call(self, inputs: Tensor) -> Tensor:
        outputs = nn.layer_normalization(
            inputs, self.gamma, self.beta, self.axis, self.epsilon, rms_scaling=self.rms_scaling
        )
        return ops.cast(outputs, self.compute_dtype)
