"""The steps of long short-term memory over space, as Keras 2 offered them by themselves."""

from typing import Any

from tahr.core.registry import known_as
from tahr.layers.recurrent.conv_lstm_cell import ConvLSTMCell


class _Cell(ConvLSTMCell):
    """One step of long short-term memory that convolves inputs and states.

    Args:
        filters: channels of the output and of each state.
        kernel_size: length of both windows, or one for each spatial axis.
        strides: steps between the windows of the inputs.
        padding: "valid" or "same", of the inputs; that of the states is "same".
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window of the inputs.
        **kwargs: what `LSTMCell` takes.

    Called with `(batch, *space, channels)` and a list of two states `(batch, *space, filters)`.
    """

    not_in_config = (*ConvLSTMCell.not_in_config, "rank", "units")

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = 1,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            self.axes, filters, kernel_size, strides, padding, data_format, dilation_rate, **kwargs
        )

    axes: int
    """The number of spatial axes."""


@known_as("keras.layers", "ConvLSTM1DCell")
class ConvLSTM1DCell(_Cell):
    """A step over sequences."""

    axes = 1


@known_as("keras.layers", "ConvLSTM2DCell")
class ConvLSTM2DCell(_Cell):
    """A step over images.

    Example:
        >>> import numpy as np
        >>> state = np.zeros((1, 4, 4, 2), "float32")
        >>> cell = ConvLSTM2DCell(2, 3, padding="same")
        >>> cell(np.ones((1, 4, 4, 3), "float32"), [state, state])[0].shape
        (1, 4, 4, 2)
    """

    axes = 2


@known_as("keras.layers", "ConvLSTM3DCell")
class ConvLSTM3DCell(_Cell):
    """A step over volumes."""

    axes = 3
