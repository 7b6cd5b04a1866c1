"""Long short-term memory over space: sequences of sequences, images or volumes."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Count, DataFormat, Fraction, Padding
from tahr.core.registry import known_as
from tahr.core.specs import filled, show
from tahr.core.typing import Shape, Tensor
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.recurrent.conv_lstm_cell import ConvLSTMCell
from tahr.layers.recurrent.of_cell import FromCell, OfCell


class ConvLSTM(OfCell):
    """Runs long short-term memory along a sequence, with convolutions in the place of products.

    Args:
        filters: channels of the output and of each state.
        kernel_size: length of the windows over inputs and states, or one for each spatial axis.
        strides: steps between the windows over the inputs.
        padding: "valid" or "same", of the inputs; that of the states is "same".
        data_format: "channels_last" or "channels_first"; the configured one by default.
        dilation_rate: steps between the elements of a window over the inputs.
        recurrent_activation: of the gates.
        kernel_initializer: for the kernel of the inputs, `(*window, channels, 4 * filters)`.
        recurrent_initializer: for the kernel of the states, `(*window, filters, 4 * filters)`.
        unit_forget_bias: whether the bias of the forget gate starts at one.
        dropout: fraction of the inputs to drop in training, the same at every step.
        recurrent_dropout: fraction of the states to drop in training, the same at every step.
        **kwargs: what `RNN` takes, and every layer.

    Call with `initial_state`, a list of two tensors, and `mask`, bool `(batch, time)`.

    Input: `(batch, time, *space, channels)`. Output: `(batch, *space, filters)`, or
    `(batch, time, *space, filters)`, and the states.

    Raises:
        ArgumentError: an argument is none there is, or strides and dilation are both above 1.
        ShapeError: the input has another number of axes.

    Source: Shi et al. 2015, "Convolutional LSTM network: a machine learning approach for
    precipitation nowcasting", equation 3 without the products with the carry.
    """

    rank: int
    """The number of spatial axes."""

    filters: FromCell = FromCell()
    kernel_size: FromCell = FromCell()
    strides: FromCell = FromCell()
    padding: FromCell = FromCell()
    data_format: FromCell = FromCell()
    dilation_rate: FromCell = FromCell()
    recurrent_activation: FromCell = FromCell()
    unit_forget_bias: FromCell = FromCell()

    @checked
    def __init__(
        self,
        filters: Count,
        kernel_size: Any,
        strides: Any = 1,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        dilation_rate: Any = 1,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: Fraction = 0.0,
        recurrent_dropout: Fraction = 0.0,
        seed: int | None = None,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(ConvLSTMCell, {**locals(), "rank": self.rank, "units": filters}, **kwargs)
        self.input_spec: Expected = InputSpec(ndim=self.rank + 3)

    def build(  # type: ignore[override]
        self, sequences_shape: Shape, initial_state_shape: Any = None
    ) -> None:
        self._features: Shape = tuple(sequences_shape[2:])
        super().build(sequences_shape, initial_state_shape)

    def _state_shapes(self, inputs: Shape) -> list[Shape]:
        return [self.cell.state_shape(filled(inputs))] * 2

    def get_initial_state(self, batch_size: int) -> list[Tensor]:
        """Returns zeros for the states, where the lengths of the spatial axes are known.

        Raises:
            ArgumentError: the layer is not built, or one of them is not known.
        """
        features = getattr(self, "_features", (None,))
        if None in features:
            raise ArgumentError(
                "the shape of the states is not known",
                where=self.name,
                got=show(features),
                todo="build the layer with the lengths of all spatial axes",
            )
        return self._zeros(self._state_shapes((batch_size, *features)))

    def _initial(self, sequences: Tensor) -> list[Tensor]:
        return self._zeros(self._state_shapes((sequences.shape[0], *sequences.shape[2:])))


@known_as("keras.layers", "ConvLSTM1D")
class ConvLSTM1D(ConvLSTM):
    """Runs long short-term memory along sequences of sequences, with convolutions inside.

    Input: `(batch, time, length, channels)`. Output: `(batch, length, filters)`, or
    `(batch, time, length, filters)`, and the states.

    Example:
        >>> import numpy as np
        >>> ConvLSTM1D(2, 3, padding="same")(np.ones((2, 5, 8, 3), "float32")).shape
        (2, 8, 2)
    """

    rank = 1


@known_as("keras.layers", "ConvLSTM2D")
class ConvLSTM2D(ConvLSTM):
    """Runs long short-term memory along sequences of images, with convolutions inside.

    Input: `(batch, time, height, width, channels)`. Output: `(batch, height, width, filters)`, or
    `(batch, time, height, width, filters)`, and the states.
    """

    rank = 2


@known_as("keras.layers", "ConvLSTM3D")
class ConvLSTM3D(ConvLSTM):
    """Runs long short-term memory along sequences of volumes, with convolutions inside.

    Input: `(batch, time, depth, height, width, channels)`. Output:
    `(batch, depth, height, width, filters)`, or with all steps, and the states.
    """

    rank = 3
