"""What all convolutional layers share: a window, a bias, an activation."""

from collections.abc import Callable
from typing import Any

from tahr import activations, ops
from tahr.core.config import data_format as checked_format
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.ranges import Lengths
from tahr.core.rows import rows_apart
from tahr.core.specs import show
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import lengths, positive
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.base.weight_rules import WeightRules


@rows_apart
class Windowed(Layer):
    """Slides a window over the spatial axes, then adds a bias and applies an activation.

    Args:
        kernel_size: length of the window, or one for each spatial axis.
        strides: steps between windows, or one for each spatial axis.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window, or one for each spatial axis.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added.
        bias_initializer: for the bias.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        bias_constraint: maps the bias back after each update.
        **kwargs: what every layer takes.

    Raises:
        ArgumentError: an argument is none there is, or two do not go together.
    """

    rank: int
    """The number of spatial axes."""
    strides_or_dilation = True
    """Whether only one of them may be above 1, as Keras has it."""

    in_config_if_changed: tuple[str, ...] = ("autocast",)

    def __init__(
        self,
        kernel_size: Lengths,
        strides: Lengths,
        padding: str,
        data_format: str | None,
        dilation_rate: Lengths,
        activation: Any,
        use_bias: bool,
        bias_initializer: Any,
        bias_regularizer: Any,
        activity_regularizer: Any,
        bias_constraint: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.kernel_size: tuple[int, ...] = lengths(kernel_size, self.rank, "kernel_size", self)
        self.strides: tuple[int, ...] = lengths(strides, self.rank, "strides", self)
        self.dilation_rate: tuple[int, ...] = lengths(
            dilation_rate, self.rank, "dilation_rate", self
        )
        self.padding: str = padding.lower()
        self.data_format: str = checked_format(data_format)
        self.activation: Callable[..., Any] = activations.get(activation)
        self.use_bias = use_bias
        self.bias_rules: WeightRules = WeightRules(
            self, "bias", bias_initializer, bias_regularizer, bias_constraint
        )
        self.input_spec: Expected = InputSpec(ndim=self.rank + 2)
        if self.strides_or_dilation and max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ArgumentError(
                "strides and a dilation above 1 do not go together",
                where=self.name,
                got=f"strides={self.strides}, dilation_rate={self.dilation_rate}",
            )

    @property
    def channel_axis(self) -> int:
        """Where the channels are."""
        return 1 if self.data_format == "channels_first" else -1

    def channels_of(self, input_shape: Shape) -> int:
        """Reads the channels off an input's shape, and expects that many from now on."""
        if len(input_shape) != self.rank + 2:
            raise ShapeError(
                "the input does not fit the layer",
                where=self.name,
                expected=f"{self.rank + 2} dimensions",
                got=f"shape {show(input_shape)}",
            )
        channels = positive(input_shape[self.channel_axis], "the input's channels", self)
        self.input_spec: Expected = InputSpec(
            ndim=self.rank + 2, axes={self.channel_axis: channels}
        )
        return channels

    def make_bias(self, length: int) -> None:
        """Makes the bias, where there is to be one."""
        self.bias: Variable | None = self.bias_rules.make((length,)) if self.use_bias else None

    def finished(self, outputs: Tensor) -> Tensor:
        """Adds the bias and applies the activation."""
        if self.bias is not None:
            first = self.data_format == "channels_first"
            column = (1, -1, *(1,) * self.rank)
            bias = ops.reshape(self.bias, column) if first else self.bias
            outputs = ops.add(outputs, bias)
        return self.activation(outputs)
