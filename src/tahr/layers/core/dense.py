"""The dense layer."""

from collections.abc import Callable
from typing import Any

from tahr import activations, quantizers
from tahr.core.arguments import checked
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.adapters.adapted import Adapted
from tahr.layers.adapters.layout import DenseLayout
from tahr.layers.adapters.weight import MainWeight
from tahr.layers.base.checks import length_of_last
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.base.weight_rules import WeightRules


@known_as("keras.layers", "Dense")
@rows_apart
class Dense(Adapted):
    """Connects every input to every unit: `activation(x @ kernel + bias)`.

    Args:
        units: length of the output's last axis.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        kernel_initializer: for the kernel, of shape `(inputs, units)`.
        bias_initializer: for the bias, of shape `(units,)`.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: maps the kernel back after each update.
        bias_constraint: maps the bias back after each update.
        lora_rank: of an adapter beside the frozen weight (`enable_lora`); none by default.
        lora_alpha: the adapter counts `lora_alpha / lora_rank` times; once by default.
        quantization_config: how the weight is quantized, under a dtype policy that says so.
        **kwargs: what every layer takes.

    Input: `(batch, ..., inputs)`. Output: `(batch, ..., units)`.

    Raises:
        ArgumentError: units is not a positive integer.
        ShapeError: the last axis of an input is not the one it was built for.

    Example:
        >>> Dense(3, kernel_initializer="ones")([[1.0, 2.0]]).tolist()
        [[3.0, 3.0, 3.0]]
    """

    in_config_if_changed: tuple[str, ...] = (
        *Layer.in_config_if_changed, "lora_rank", "lora_alpha",
    )  # fmt: skip
    kernel = MainWeight()

    @checked
    def __init__(
        self,
        units: Count,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        quantization_config: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.set_up(lora_rank, lora_alpha)
        self.quantization_config = quantizers.get(quantization_config)
        self.units: int = int(units)
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
        return self.activation(self.with_bias(self.apply_main(inputs), self.bias))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape[:-1], self.units)
