"""The dense layer with weights that are -1, 0 or 1."""

from collections.abc import Callable
from typing import Any

from tahr import activations, ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, NotNegative
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.adapters.adapted import Adapted
from tahr.layers.adapters.layout import DenseLayout
from tahr.layers.adapters.ternary import ternary
from tahr.layers.adapters.weight import MainWeight
from tahr.layers.base.checks import length_of_last
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.weight_rules import WeightRules


@known_as("keras.layers", "TernaryDense")
@rows_apart
class TernaryDense(Adapted):
    """A dense layer that is trained to have the weights -1, 0 and 1, times one scale.

    Weights of floats are kept and rounded at each call: a weight up to the threshold becomes 0,
    others their sign; the scale is the mean magnitude. The gradient passes the rounding as it is.
    `quantize("ternary")` replaces them by what they are rounded to, five in a byte.

    Args:
        units: length of the output's last axis.
        threshold: up to which magnitude a weight is 0; half the mean magnitude by default.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        kernel_initializer: for the kernel, of shape `(inputs, units)`.
        bias_initializer: for the bias, of shape `(units,)`.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: maps the kernel back after each update.
        bias_constraint: maps the bias back after each update.
        **kwargs: what every layer takes.

    Input: `(batch, ..., inputs)`. Output: `(batch, ..., units)`.

    Raises:
        ArgumentError: units is not a positive integer, or threshold is negative.
        ShapeError: the last axis of an input is not the one it was built for.

    Example:
        >>> TernaryDense(1, kernel_initializer="ones")([[1.0, 2.0]]).tolist()
        [[3.0]]

    Source: Ma et al. (2024), "The era of 1-bit LLMs: all large language models are in 1.58
    bits", equations 1 to 3; Bengio et al. (2013), "Estimating or propagating gradients through
    stochastic neurons for conditional computation", for the gradient.
    """

    modes = ("ternary",)
    kernel = MainWeight()

    @checked
    def __init__(
        self,
        units: Count,
        threshold: NotNegative | None = None,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.units: int = int(units)
        self.threshold = threshold
        self.activation: Callable[..., Any] = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_rules: WeightRules = WeightRules(
            self, "kernel", kernel_initializer, kernel_regularizer, kernel_constraint
        )
        self.bias_rules: WeightRules = WeightRules(
            self, "bias", bias_initializer, bias_regularizer, bias_constraint
        )
        self.input_spec: Expected = InputSpec(min_ndim=2)
        self.supports_masking = True

    def build(self, input_shape: Shape) -> None:
        inputs = length_of_last(input_shape, self)
        self.kernel: MainWeight = self.make_main(self.kernel_rules, (inputs, self.units))
        self.bias: Variable | None = self.bias_rules.make((self.units,)) if self.use_bias else None
        self.input_spec: Expected = InputSpec(min_ndim=2, axes={-1: inputs})

    def layout(self) -> DenseLayout:
        return DenseLayout(self._main_shape)

    def call(self, inputs: Tensor, training: bool | None = None) -> Tensor:
        if self.quantization_mode is None:
            outputs = self._rounded(inputs)
        else:
            outputs = self.quantized_call(inputs)
        if self.bias is not None:
            outputs = ops.add(outputs, self.bias)
        return self.activation(outputs)

    def _rounded(self, inputs: Tensor) -> Tensor:
        kernel = ops.convert_to_tensor(self.float_weight())

        def run(weight: Tensor) -> tuple[Tensor, Callable[[Tensor], Tensor]]:
            return ternary(weight, self.threshold)[0], lambda upstream: upstream

        trits = ops.custom_gradient(run)(kernel)
        return ops.multiply(ops.matmul(inputs, trits), ops.mean(ops.abs(kernel)))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape[:-1], self.units)
