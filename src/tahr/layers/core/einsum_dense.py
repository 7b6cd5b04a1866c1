"""The dense layer by Einstein's convention."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeAlias

from tahr import activations, quantizers
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.ranges import Kind, Text, is_open_shape, is_whole
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.specs import show
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.adapters.adapted import Adapted
from tahr.layers.adapters.einsum_layout import EinsumLayout
from tahr.layers.adapters.weight import MainWeight
from tahr.layers.base.checks import positive
from tahr.layers.base.weight_rules import WeightRules

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What stands for the axes an ellipsis leaves out."""


def _is_output_shape(value: Any) -> bool:
    listed = [value] if is_whole(value) else value
    return is_open_shape(listed) and all(n is None or n > 0 for n in listed)


OutputShape: TypeAlias = Annotated[
    int | Sequence[int | None],
    Kind("a positive integer, or such or None in a tuple", _is_output_shape),
]


@known_as("keras.layers", "EinsumDense")
@rows_apart
class EinsumDense(Adapted):
    """A dense layer whose product is written as an equation: `einsum(x, kernel) + bias`.

    Args:
        equation: such as `"abc,cd->abd"`; `...` may stand for the first or last axes.
        output_shape: of one sample; None where a length is the input's.
        activation: applied to the output; none by default.
        bias_axes: the output's axes that the bias has; no bias by default.
        kernel_initializer: for the kernel.
        bias_initializer: for the bias.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        kernel_constraint: maps the kernel back after each update.
        bias_constraint: maps the bias back after each update.
        lora_rank: of an adapter beside the frozen weight (`enable_lora`); none by default.
        lora_alpha: the adapter counts `lora_alpha / lora_rank` times; once by default.
        gptq_unpacked_column_size: the number of columns that GPTQ packed, as files hold it.
        quantization_config: how the weight is quantized, under a dtype policy that says so.
        **kwargs: what every layer takes.

    Raises:
        ArgumentError: the equation cannot be read, or leaves a length open.
        ShapeError: the input has another number of axes than the equation says.

    Example:
        >>> import numpy as np
        >>> EinsumDense("abc,cd->abd", (None, 8), bias_axes="d")(np.ones((2, 5, 3))).shape
        (2, 5, 8)
    """

    in_config_if_changed: tuple[str, ...] = (
        "autocast", "lora_rank", "lora_alpha", "gptq_unpacked_column_size",
    )  # fmt: skip
    kernel = MainWeight()

    @checked
    def __init__(
        self,
        equation: Text,
        output_shape: OutputShape,
        activation: Any = None,
        bias_axes: Text | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        gptq_unpacked_column_size: int | None = None,
        quantization_config: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.set_up(lora_rank, lora_alpha)
        self.quantization_config = quantizers.get(quantization_config)
        self.gptq_unpacked_column_size = gptq_unpacked_column_size
        self.equation = equation
        self.partial_output_shape: tuple[int | None, ...] = (
            (output_shape,) if isinstance(output_shape, int) else tuple(output_shape)
        )
        self._given_output_shape = self.partial_output_shape
        self.bias_axes = bias_axes
        self.activation: Callable[..., Any] = activations.get(activation)
        self.kernel_rules: WeightRules = WeightRules(
            self, "kernel", kernel_initializer, kernel_regularizer, kernel_constraint
        )
        self.bias_rules: WeightRules = WeightRules(
            self, "bias", bias_initializer, bias_regularizer, bias_constraint
        )

    def build(self, input_shape: Shape) -> None:
        inputs, weights, outputs = self._parts()
        left_out = len(input_shape) - len(inputs.replace("...", ""))
        stands_for = LETTERS[:left_out] if "..." in inputs else ""
        letters = inputs.replace("...", stands_for)
        if len(letters) != len(input_shape):
            raise ShapeError(
                "the equation has another number of axes than the input",
                where=self.name,
                expected=f"an input with {len(letters)} axes, as {self.equation!r} says",
                got=f"shape {show(input_shape)}",
                todo="write '...' for axes in front, as in '...c,cd->...d'",
            )
        lengths = dict(zip(letters, input_shape, strict=True))
        named = outputs.replace("...", "") if outputs.startswith("...") else outputs[1:]
        named = named.replace("...", "")
        for letter, length in zip(named[::-1], self.partial_output_shape[::-1], strict=False):
            known = lengths.get(letter)
            if None not in (known, length) and known != length:
                raise ArgumentError(
                    f"axis {letter!r} has two lengths", where=self.name, got=f"{known}, {length}"
                )
            lengths[letter] = length if known is None else known
        shape = [positive(lengths.get(c), f"the length of axis {c!r}", self) for c in weights]
        self._letters = letters, weights, outputs.replace("...", stands_for)
        self.kernel: MainWeight = self.make_main(self.kernel_rules, shape)
        self.bias: Variable | None = None
        if self.bias_axes:
            self._make_bias(self._letters[-1], lengths)

    def _parts(self) -> tuple[str, str, str]:
        left, arrow, outputs = self.equation.replace(" ", "").partition("->")
        inputs, comma, weights = left.partition(",")
        if not (arrow and comma and weights and outputs) or inputs.count("...") > 1:
            raise ArgumentError(
                "the equation cannot be read",
                where=self.name,
                expected="an equation like 'abc,cd->abd'",
                got=self.equation,
            )
        return inputs, weights, outputs

    def _make_bias(self, outputs: str, lengths: dict[str, int | None]) -> None:
        wrong = set(self.bias_axes or "") - set(outputs)
        if wrong:
            raise ArgumentError(
                f"the output has no axis {wrong}",
                where=self.name,
                got=f"bias_axes {self.bias_axes}",
            )
        first = min(outputs.index(letter) for letter in self.bias_axes or "")
        self.bias = self.bias_rules.make(
            [
                positive(lengths[c], f"the length of axis {c!r}", self)
                if c in (self.bias_axes or "")
                else 1
                for c in outputs[first:]
            ]
        )

    def layout(self) -> EinsumLayout:
        return EinsumLayout(*self._letters, self._main_shape, self.equation)

    def quantized_build(self, input_shape: Shape, mode: str, config: Any = None) -> None:
        super().quantized_build(input_shape, mode, config)
        if mode in ("gptq", "awq"):
            self.gptq_unpacked_column_size = self.layout().columns

    def call(self, inputs: Tensor, training: bool | None = None) -> Tensor:
        return self.activation(self.with_bias(self.apply_main(inputs), self.bias))
