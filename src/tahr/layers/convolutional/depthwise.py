"""Convolution of each channel alone, in any number of dimensions."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.ranges import Count, DataFormat, Lengths, Padding
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.weight_rules import WeightRules
from tahr.layers.convolutional.base import Windowed
from tahr.ops import nn


class DepthwiseConvolution(Windowed):
    """Slides filters of its own over each channel; a subclass says over how many axes.

    Args:
        depth_multiplier: outputs for each channel.
        depthwise_initializer: for the kernel of each channel, `(*window, channels,
            depth_multiplier)`.
        depthwise_regularizer: penalty on the channels' kernels.
        depthwise_constraint: maps the channels' kernels back after each update.
    """

    strides_or_dilation = False

    @checked
    def __init__(
        self,
        kernel_size: Lengths,
        strides: Lengths = 1,
        padding: Padding = "valid",
        depth_multiplier: Count = 1,
        data_format: DataFormat | None = None,
        dilation_rate: Lengths = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        bias_constraint: Any = None,
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
