"""Convolution of each channel alone, in any number of dimensions."""

from typing import Any

from tahr.core.ranges import Count
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.weight_rules import WeightRules
from tahr.layers.convolutional.base import Windowed
from tahr.ops import nn


class DepthwiseConvolution(Windowed):
    """Slides filters of its own over each channel; a subclass says over how many axes.

    Args:
        kernel_size: as for `Windowed`, like the arguments that are not named here.
        depth_multiplier: outputs for each channel.
        depthwise_initializer: for the kernel, `(*window, channels, depth_multiplier)`.
        depthwise_regularizer: penalty on the kernel.
        depthwise_constraint: maps the kernel back after each update.
    """

    strides_or_dilation = False

    def __init__(
        self,
        kernel_size: Any,
        strides: Any,
        padding: str,
        depth_multiplier: Count,
        data_format: str | None,
        dilation_rate: Any,
        activation: Any,
        use_bias: bool,
        depthwise_initializer: Any,
        bias_initializer: Any,
        depthwise_regularizer: Any,
        bias_regularizer: Any,
        activity_regularizer: Any,
        depthwise_constraint: Any,
        bias_constraint: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            bias_initializer, bias_regularizer, activity_regularizer, bias_constraint, **kwargs,
        )  # fmt: skip
        self.depth_multiplier: int = int(depth_multiplier)
        self.depthwise_rules: WeightRules = WeightRules(
            self, "depthwise", depthwise_initializer, depthwise_regularizer, depthwise_constraint
        )

    def build(self, input_shape: Shape) -> None:
        channels = self.channels_of(input_shape)
        self.kernel: Variable = self.depthwise_rules.make(
            (*self.kernel_size, channels, self.depth_multiplier), name="kernel"
        )
        self.make_bias(channels * self.depth_multiplier)

    def call(self, inputs: Tensor) -> Tensor:
        outputs = nn.depthwise_conv(
            inputs, self.kernel, self.strides, self.padding, self.data_format, self.dilation_rate
        )
        return self.finished(outputs)
