"""Convolution in any number of dimensions."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import CausalPadding, Count, DataFormat, Lengths
from tahr.core.typing import Shape, Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.layers.adapters.adaptable import Adaptable
from tahr.layers.adapters.weight import MainWeight
from tahr.layers.base.weight_rules import WeightRules
from tahr.layers.convolutional.base import Windowed
from tahr.ops import nn
from tahr.ops.nn import spatial


class Convolution(Windowed, Adaptable):
    """Slides filters over the input; a subclass says over how many axes.

    Args:
        filters: length of the output's channel axis.
        groups: into how many groups the channels are split, each with filters of its own.
        kernel_initializer: for the kernel, `(*window, channels / groups, filters)`.
        kernel_regularizer: penalty on the kernel.
        kernel_constraint: maps the kernel back after each update.
        lora_rank: of an adapter beside the frozen kernel (`enable_lora`); none by default.
        lora_alpha: the adapter counts `lora_alpha / lora_rank` times; once by default.
    """

    in_config_if_changed: tuple[str, ...] = ("autocast", "lora_rank", "lora_alpha")
    kernel = MainWeight()

    @checked
    def __init__(
        self,
        filters: Count,
        kernel_size: Lengths,
        strides: Lengths = 1,
        padding: CausalPadding = "valid",
        data_format: DataFormat | None = None,
        dilation_rate: Lengths = 1,
        groups: Count = 1,
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
        **kwargs: Any,
    ) -> None:
        super().__init__(
            kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            bias_initializer, bias_regularizer, activity_regularizer, bias_constraint, **kwargs,
        )  # fmt: skip
        self.set_up(lora_rank, lora_alpha)
        self.filters: int = int(filters)
        self.groups: int = int(groups)
        self._check_groups("filters", self.filters)
        self.kernel_rules: WeightRules = WeightRules(
            self, "kernel", kernel_initializer, kernel_regularizer, kernel_constraint
        )

    def _check_groups(self, what: str, number: int) -> None:
        if number % self.groups:
            raise ArgumentError(
                f"the {what} do not split into the groups",
                where=self.name,
                expected=f"a multiple of {self.groups}",
                got=number,
            )

    def build(self, input_shape: Shape) -> None:
        channels = self.channels_of(input_shape)
        self._check_groups("input's channels", channels)
        own = channels // self.groups
        shape = (*self.kernel_size, own, self.filters)
        self.kernel: MainWeight = self.make_main(self.kernel_rules, shape)
        self.make_bias(self.filters)

    def convolution_op(self, inputs: Tensor, kernel: TensorLike | Variable) -> Tensor:
        """Convolves; what a subclass replaces to change the kernel or the convolution alone."""
        return nn.conv(
            inputs, kernel, self.strides, pads(self), self.data_format, self.dilation_rate
        )

    def call(self, inputs: Tensor) -> Tensor:
        return self.finished(self.convolution_op(inputs, self.kernel))  # type: ignore[arg-type]


def pads(layer: Windowed) -> spatial.Padding:
    """Returns a layer's padding as ops take it: "causal" as steps before the first."""
    if layer.padding != "causal":
        return layer.padding
    return (((layer.kernel_size[0] - 1) * layer.dilation_rate[0], 0),)
