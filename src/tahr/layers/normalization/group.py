"""Group normalization."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import NotNegative, Whole
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import length_along, positive
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.base.weight_rules import WeightRules
from tahr.ops import nn


@known_as("keras.layers", "GroupNormalization")
@rows_apart
class GroupNormalization(Layer):
    """Normalizes groups of channels of every sample to mean zero and variance one.

    Args:
        groups: into how many groups the channels are split; -1 for one a channel.
        axis: where the channels are.
        epsilon: keeps the square root away from zero.
        center: whether a trained `beta` is added.
        scale: whether a trained `gamma` multiplies.
        beta_initializer: for beta, one number a channel.
        gamma_initializer: for gamma, likewise.
        beta_regularizer: penalty on beta.
        gamma_regularizer: penalty on gamma.
        beta_constraint: maps beta back after each update.
        gamma_constraint: maps gamma back after each update.
        **kwargs: what every layer takes.

    Input: `(batch, ...)`. Output: the same shape.

    Raises:
        ArgumentError: the channels do not split into the groups.

    Example:
        >>> GroupNormalization(1, epsilon=0.0)([[1.0, 3.0]]).tolist()
        [[-1.0, 1.0]]

    Source: Wu & He 2018, "Group normalization", equations 1 to 3.
    """

    @checked
    def __init__(
        self,
        groups: int = 32,
        axis: Whole = -1,
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
        super().__init__(**kwargs)
        self.groups: int = groups if groups == -1 else positive(groups, "groups", self)
        self.axis = axis
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

    def build(self, input_shape: Shape) -> None:
        channels = length_along(input_shape, self.axis, self)
        self.groups = channels if self.groups == -1 else positive(self.groups, "groups", self)
        if channels % self.groups:
            raise ArgumentError(
                "the channels do not split into the groups",
                where=self.name,
                expected=f"a multiple of {self.groups}",
                got=channels,
            )
        self.gamma: Variable | None = self.gamma_rules.make((channels,)) if self.scale else None
        self.beta: Variable | None = self.beta_rules.make((channels,)) if self.center else None
        self.input_spec: Expected = InputSpec(ndim=len(input_shape), axes={self.axis: channels})

    def call(self, inputs: Tensor) -> Tensor:
        shape, place = tuple(inputs.shape), self.axis % len(inputs.shape)
        x = ops.cast(inputs, "float32") if self.compute_dtype == "float16" else inputs
        split = (*shape[:place], self.groups, shape[place] // self.groups, *shape[place + 1 :])
        grouped = ops.reshape(x, split)
        axes = tuple(axis for axis in range(1, len(split)) if axis != place)
        mean, variance = nn.moments(grouped, axes, keepdims=True)
        factor = ops.rsqrt(ops.add(variance, self.epsilon))
        outputs = ops.reshape(ops.multiply(ops.subtract(grouped, mean), factor), shape)
        column = tuple(n if axis == place else 1 for axis, n in enumerate(shape))
        if self.gamma is not None:
            outputs = ops.multiply(outputs, ops.reshape(self.gamma, column))
        if self.beta is not None:
            outputs = ops.add(outputs, ops.reshape(self.beta, column))
        return ops.cast(outputs, self.compute_dtype)
