"""Convolution of each channel, then across the channels, in any number of dimensions."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import CausalPadding, Count, DataFormat, Lengths
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.weight_rules import WeightRules
from tahr.layers.convolutional.base import Windowed
from tahr.layers.convolutional.convolution import pads
from tahr.ops import nn


class SeparableConvolution(Windowed):
    """Slides filters of its own over each channel, then mixes the channels at each place.

    Args:
        filters: length of the output's channel axis.
        depth_multiplier: outputs for each channel, before they are mixed.
        depthwise_initializer: for the kernel of each channel, `(*window, channels,
            depth_multiplier)`.
        pointwise_initializer: for what mixes the channels, `(1, ..., channels * depth_multiplier,
            filters)`.
        depthwise_regularizer: penalty on the channels' kernels.
        pointwise_regularizer: penalty on what mixes the channels.
        depthwise_constraint: maps the channels' kernels back after each update.
        pointwise_constraint: maps what mixes the channels back after each update.
    """

    strides_or_dilation = False

    @checked
    def __init__(
        self,
        filters: Count,
        kernel_size: Lengths,
        strides: Lengths = 1,
        padding: CausalPadding = "valid",
        data_format: DataFormat | None = None,
        dilation_rate: Lengths = 1,
        depth_multiplier: Count = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        pointwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        pointwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        pointwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            bias_initializer, bias_regularizer, activity_regularizer, bias_constraint, **kwargs,
        )  # fmt: skip
        self.filters: int = int(filters)
        self.depth_multiplier: int = int(depth_multiplier)
        self.depthwise_rules: WeightRules = WeightRules(
            self, "depthwise", depthwise_initializer, depthwise_regularizer, depthwise_constraint
        )
        self.pointwise_rules: WeightRules = WeightRules(
            self, "pointwise", pointwise_initializer, pointwise_regularizer, pointwise_constraint
        )

    def build(self, input_shape: Shape) -> None:
        channels = self.channels_of(input_shape)
        between = channels * self.depth_multiplier
        self.depthwise_kernel: Variable = self.depthwise_rules.make(
            (*self.kernel_size, channels, self.depth_multiplier), name="depthwise_kernel"
        )
        self.pointwise_kernel: Variable = self.pointwise_rules.make(
            (*(1,) * self.rank, between, self.filters), name="pointwise_kernel"
        )
        self.make_bias(self.filters)

    def call(self, inputs: Tensor) -> Tensor:
        outputs = nn.separable_conv(
            inputs, self.depthwise_kernel, self.pointwise_kernel, self.strides, pads(self),
            self.data_format, self.dilation_rate,
        )  # fmt: skip
        return self.finished(outputs)
