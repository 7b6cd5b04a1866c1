"""Dense layers of Keras 1 that choose among several products: maxout, highways."""

from collections.abc import Callable
from typing import Any

from tahr import activations, ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import length_of_last
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.base.weight_rules import WeightRules


@known_as("keras.layers", "MaxoutDense")
@rows_apart
class MaxoutDense(Layer):
    """The largest of several dense layers' outputs, unit by unit.

    Args:
        units: length of the output's last axis.
        nb_feature: how many there are to choose from.
        kernel_initializer: for the kernel, of shape `(nb_feature, inputs, units)`.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: maps the kernel back after each update.
        bias_constraint: maps the bias back after each update.
        use_bias: whether a bias is added.
        **kwargs: what every layer takes.

    Input: `(batch, inputs)`. Output: `(batch, units)`.

    Example:
        >>> MaxoutDense(2, nb_feature=3, kernel_initializer="ones")([[1.0, 2.0]]).tolist()
        [[3.0, 3.0]]

    Source: Goodfellow et al. 2013, "Maxout networks".
    """

    @checked
    def __init__(
        self,
        units: Count,
        nb_feature: Count = 4,
        kernel_initializer: Any = "glorot_uniform",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        use_bias: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.units: int = int(units)
        self.nb_feature: int = int(nb_feature)
        self.use_bias = use_bias
        self.kernel_rules: WeightRules = WeightRules(
            self, "kernel", kernel_initializer, kernel_regularizer, kernel_constraint
        )
        self.bias_rules: WeightRules = WeightRules(
            self, "bias", "zeros", bias_regularizer, bias_constraint
        )
        self.input_spec: Expected = InputSpec(ndim=2)

    def build(self, input_shape: Shape) -> None:
        inputs = length_of_last(input_shape, self)
        self.kernel: Variable = self.kernel_rules.make((self.nb_feature, inputs, self.units))
        bias = (self.nb_feature, self.units)
        self.bias: Variable | None = self.bias_rules.make(bias) if self.use_bias else None
        self.input_spec: Expected = InputSpec(ndim=2, axes={-1: inputs})

    def call(self, inputs: Tensor) -> Tensor:
        found = ops.einsum("bi,fiu->bfu", inputs, self.kernel)
        return ops.max(found if self.bias is None else ops.add(found, self.bias), axis=1)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (input_shape[0], self.units)


@known_as("keras.layers", "Highway")
@rows_apart
class Highway(Layer):
    """A dense layer of as many outputs as inputs, and a gate that lets the inputs pass instead.

    `gate * activation(x @ kernel + bias) + (1 - gate) * x`, with
    `gate = sigmoid(x @ carry_kernel + carry_bias)`.

    Args:
        kernel_initializer: for both kernels.
        activation: of the dense layer; none by default.
        kernel_regularizer: penalty on the dense layer's kernel.
        bias_regularizer: penalty on its bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: maps its kernel back after each update.
        bias_constraint: maps its bias back after each update.
        use_bias: whether biases are added; that of the gate begins at one.
        **kwargs: what every layer takes.

    Input: `(batch, inputs)`. Output: the same shape.

    Example:
        >>> round(float(Highway(kernel_initializer="zeros")([[2.0]])[0, 0]), 4)
        0.5379

    Source: Srivastava et al. 2015, "Highway networks".
    """

    @checked
    def __init__(
        self,
        kernel_initializer: Any = "glorot_uniform",
        activation: Any = None,
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        use_bias: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.activation: Callable[..., Any] = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_rules: WeightRules = WeightRules(
            self, "kernel", kernel_initializer, kernel_regularizer, kernel_constraint
        )
        self.carry_rules: WeightRules = WeightRules(self, "carry_kernel", kernel_initializer)
        self.bias_rules: WeightRules = WeightRules(
            self, "bias", "zeros", bias_regularizer, bias_constraint
        )
        self.input_spec: Expected = InputSpec(ndim=2)

    def build(self, input_shape: Shape) -> None:
        inputs = length_of_last(input_shape, self)
        self.kernel: Variable = self.kernel_rules.make((inputs, inputs))
        self.carry_kernel: Variable = self.carry_rules.make((inputs, inputs))
        self.bias: Variable | None = None
        self.carry_bias: Variable | None = None
        if self.use_bias:
            self.bias = self.bias_rules.make((inputs,))
            self.carry_bias = self.add_weight(
                shape=(inputs,), initializer="ones", name="carry_bias"
            )
        self.input_spec: Expected = InputSpec(ndim=2, axes={-1: inputs})

    def call(self, inputs: Tensor) -> Tensor:
        gate = activations.sigmoid(_product(inputs, self.carry_kernel, self.carry_bias))
        through = self.activation(_product(inputs, self.kernel, self.bias))
        passed = ops.multiply(ops.subtract(1, gate), inputs)
        return ops.add(ops.multiply(gate, through), passed)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape


def _product(x: Tensor, kernel: Variable, bias: Variable | None) -> Tensor:
    found = ops.matmul(x, kernel)
    return found if bias is None else ops.add(found, bias)
