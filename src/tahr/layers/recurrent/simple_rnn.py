"""The simplest recurrence."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, Fraction, Seed
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.recurrent.cell import Cell
from tahr.layers.recurrent.of_cell import OfCell


@known_as("keras.layers", "SimpleRNNCell")
class SimpleRNNCell(Cell):
    """One step of a recurrence whose state is its last output.

    Call with `(inputs, states)`: `(batch, inputs)` and one state `(batch, units)`. Gives the output
    `(batch, units)` and the next states.

    Raises:
        ArgumentError: units is not a positive integer, or a fraction not from 0 to 1.

    Source: Elman 1990, "Finding structure in time".
    """

    def __init__(
        self,
        units: Count,
        activation: Any = "tanh",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
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

    def advance(
        self, projected: Tensor, states: list[Tensor], training: bool
    ) -> tuple[Tensor, list[Tensor]]:
        state = self.dropped(states[0], training)
        output = self.activation(ops.add(projected, ops.matmul(state, self.recurrent_kernel)))
        return output, [output]


@known_as("keras.layers", "SimpleRNN")
class SimpleRNN(OfCell):
    """Runs `h = activation(x @ kernel + h @ recurrent_kernel + bias)` along a sequence.

    Call with `initial_state`, a list of tensors, and `mask`, bool `(batch, time)`.

    Input: `(batch, time, inputs)`. Output: `(batch, units)`, or `(batch, time, units)`, and the
    states.

    Raises:
        ArgumentError: units is not a positive integer, or a fraction not from 0 to 1.
        ShapeError: the input has not three axes.

    Example:
        >>> import numpy as np
        >>> SimpleRNN(4)(np.ones((2, 5, 3), "float32")).shape
        (2, 4)

    Source: Elman 1990, "Finding structure in time".
    """

    not_in_config: tuple[str, ...] = ("seed",)

    @checked
    def __init__(
        self,
        units: Count,
        activation: Any = "tanh",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: Fraction = 0.0,
        recurrent_dropout: Fraction = 0.0,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        seed: Seed | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(SimpleRNNCell, locals(), **kwargs)
