"""The step of long short-term memory over space."""

from typing import Any

from tahr import ops
from tahr.core.config import data_format as checked_format
from tahr.core.errors import ArgumentError
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import length_along, lengths
from tahr.layers.recurrent.lstm import LSTMCell
from tahr.ops import nn
from tahr.ops.nn.recurrence import lstm_step
from tahr.ops.nn.spatial import spread


class ConvLSTMCell(LSTMCell):
    """One step of long short-term memory that convolves inputs and states.

    Args:
        rank: the number of spatial axes.
        units: channels of the output and of each state.
        kernel_size: length of both windows, or one for each spatial axis.
        strides: steps between the windows of the inputs.
        padding: "valid" or "same", of the inputs; that of the states is "same".
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window of the inputs.
        **kwargs: what `LSTMCell` takes.
    """

    def __init__(
        self,
        rank: int,
        units: int,
        kernel_size: Any,
        strides: Any,
        padding: str,
        data_format: str | None,
        dilation_rate: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(units, **kwargs)
        self.rank = rank
        self.step_ndim: int = rank + 2
        self.kernel_size: tuple[int, ...] = lengths(kernel_size, rank, "kernel_size", self)
        self.strides: tuple[int, ...] = lengths(strides, rank, "strides", self)
        self.dilation_rate: tuple[int, ...] = lengths(dilation_rate, rank, "dilation_rate", self)
        self.padding: str = padding.lower()
        self.data_format: str = checked_format(data_format)
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ArgumentError(
                "strides and a dilation above 1 do not go together",
                where=self.name,
                got=f"strides={self.strides}, dilation_rate={self.dilation_rate}",
            )

    @property
    def filters(self) -> int:
        """Channels of the output and of each state."""
        return self.units

    @property
    def channel_axis(self) -> int:
        """Where the channels of one step are."""
        return 1 if self.data_format == "channels_first" else -1

    def build(self, input_shape: Shape) -> None:
        channels = length_along(input_shape, self.channel_axis, self)
        columns = self.gates * self.units
        self.kernel: Variable = self.rules["kernel"].make((*self.kernel_size, channels, columns))
        self.recurrent_kernel: Variable = self.rules["recurrent"].make(
            (*self.kernel_size, self.units, columns), name="recurrent_kernel"
        )
        self.bias: Any | None = self.make_bias((columns,)) if self.use_bias else None

    def state_shape(self, inputs: tuple[int, ...]) -> tuple[int, ...]:
        batch, *rest = inputs
        first = self.data_format == "channels_first"
        space = rest[1:] if first else rest[:-1]
        covered = spread(self.kernel_size, self.dilation_rate)
        made = [
            -(-length // step) if self.padding == "same" else (length - window) // step + 1
            for length, window, step in zip(space, covered, self.strides, strict=True)
        ]
        return (batch, self.units, *made) if first else (batch, *made, self.units)

    def project(self, inputs: Tensor, training: bool) -> Tensor:
        outputs = self.weighted(inputs, training)
        if self.bias is None:
            return outputs
        column = (-1, *(1,) * self.rank) if self.channel_axis == 1 else (-1,)
        return ops.add(outputs, ops.reshape(self.bias, column))

    def weighted(self, inputs: Tensor, training: bool) -> Tensor:
        kept = self.kept("inputs", self.dropout, inputs, training)
        inputs = inputs if kept is None else ops.multiply(inputs, kept)
        if len(inputs.shape) == self.step_ndim:
            return self._convolved(inputs)
        batch, time, *rest = inputs.shape
        flat = self._convolved(ops.reshape(inputs, (batch * time, *rest)))
        return ops.reshape(flat, (batch, time, *flat.shape[1:]))

    def _convolved(self, inputs: Tensor) -> Tensor:
        return nn.conv(
            inputs, self.kernel, self.strides, self.padding, self.data_format, self.dilation_rate
        )

    def advance(
        self, projected: Tensor, states: list[Tensor], training: bool
    ) -> tuple[Tensor, list[Tensor]]:
        state, carry = self.dropped(states[0], training), states[1]
        again = nn.conv(state, self.recurrent_kernel, 1, "same", self.data_format)
        total = ops.add(projected, again)
        output, carry = lstm_step(
            total, carry, self.activation, self.recurrent_activation, self.channel_axis
        )
        return output, [output, carry]
