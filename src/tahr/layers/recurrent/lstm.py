"""Long short-term memory."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr import activations, ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, Fraction, Seed
from tahr.core.registry import known_as
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.recurrent.cell import Cell
from tahr.layers.recurrent.of_cell import FromCell, OfCell
from tahr.ops.nn.recurrence import lstm_step


@known_as("keras.layers", "LSTMCell")
class LSTMCell(Cell):
    """One step of a long short-term memory.

    Args:
        recurrent_activation: of the gates.
        unit_forget_bias: whether the bias of the forget gate starts at one.

    Call with `(inputs, states)`: `(batch, inputs)` and two states `(batch, units)`,
    the output and the carry. Gives the output
    `(batch, units)` and the next states.

    Raises:
        ArgumentError: units is not a positive integer, or a fraction not from 0 to 1.

    Source: Hochreiter & Schmidhuber 1997, "Long short-term memory"; Gers et al. 2000, "Learning to
    forget"; for the forget bias, Jozefowicz et al. 2015.
    """

    gates = 4

    def __init__(
        self,
        units: Count,
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
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: Fraction = 0.0,
        recurrent_dropout: Fraction = 0.0,
        seed: Seed | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            units,
            activation,
            use_bias,
            (kernel_initializer, kernel_regularizer, kernel_constraint),
            (recurrent_initializer, recurrent_regularizer, recurrent_constraint),
            (bias_initializer, bias_regularizer, bias_constraint),
            dropout,
            recurrent_dropout,
            seed,
            **kwargs,
        )
        self.recurrent_activation: Callable[..., Any] = activations.get(recurrent_activation)
        self.unit_forget_bias = unit_forget_bias
        self.state_size = [self.units, self.units]

    def make_bias(self, shape: Shape) -> Variable:
        if not self.unit_forget_bias:
            return super().make_bias(shape)
        own = self.bias_initializer  # type: ignore[attr-defined]
        draw = getattr(own, "draw", own)

        def with_ones(shape: Shape, dtype: str) -> np.ndarray:
            parts = [draw((n * self.units,), dtype=dtype) for n in (1, 2)]
            inner, rest = (np.asarray(part) for part in parts)
            return np.concatenate([inner, np.ones(self.units, inner.dtype), rest])

        return self.rules["bias"].make(shape, initializer=with_ones)  # type: ignore[arg-type]

    def advance(
        self, projected: Tensor, states: list[Tensor], training: bool
    ) -> tuple[Tensor, list[Tensor]]:
        state, carry = self.dropped(states[0], training), states[1]
        total = ops.add(projected, ops.matmul(state, self.recurrent_kernel))
        output, carry = lstm_step(total, carry, self.activation, self.recurrent_activation)
        return output, [output, carry]

    @property
    def is_usual(self) -> bool:
        usual = type(self) is LSTMCell and self.activation is activations.tanh
        return usual and self.recurrent_activation is activations.sigmoid

    def run(self, sequences: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        state, carry = states
        outputs, state, carry = ops.lstm(
            sequences, state, carry, self.kernel, self.recurrent_kernel, self.bias
        )
        return outputs, [state, carry]


@known_as("keras.layers", "LSTM")
class LSTM(OfCell):
    """Runs long short-term memory along a sequence.

    Args:
        recurrent_activation: of the gates.
        unit_forget_bias: whether the bias of the forget gate starts at one.
        use_cudnn: unused, kept for Keras's signature: the engine decides.

    Call with `initial_state`, a list of tensors, and `mask`, bool `(batch, time)`.

    Input: `(batch, time, inputs)`. Output: `(batch, units)`, or `(batch, time, units)`, and the
    states.

    Raises:
        ArgumentError: units is not a positive integer, or a fraction not from 0 to 1.
        ShapeError: the input has not three axes.

    Example:
        >>> import numpy as np
        >>> LSTM(4)(np.ones((2, 5, 3), "float32")).shape
        (2, 4)

    Source: Hochreiter & Schmidhuber 1997, "Long short-term memory"; Gers et al. 2000, "Learning to
    forget"; for the forget bias, Jozefowicz et al. 2015.
    """

    recurrent_activation: FromCell = FromCell()
    unit_forget_bias: FromCell = FromCell()
    seed: FromCell = FromCell()

    not_in_config: tuple[str, ...] = ("use_cudnn",)

    @checked
    def __init__(
        self,
        units: Count,
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
        seed: Seed | None = None,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        use_cudnn: Any = "auto",
        **kwargs: Any,
    ) -> None:
        super().__init__(LSTMCell, locals(), **kwargs)
