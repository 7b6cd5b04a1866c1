"""The simplest recurrence."""

from typing import Any

from tahr import ops
from tahr.core.ranges import Count, Fraction
from tahr.core.registry import known_as
from tahr.core.typing import Tensor
from tahr.layers.recurrent.cell import Cell
from tahr.layers.recurrent.of_cell import OfCell


@known_as("keras.layers", "SimpleRNNCell")
class SimpleRNNCell(Cell):
    """One step of a recurrence whose state is its last output.

    Args:
        units: length of the output and of each state.
        activation: of the output.
        use_bias: whether a bias is added.
        kernel_initializer: for the weights on the inputs, `(inputs, units)`.
        recurrent_initializer: for the weights on the states, `(units, units)`.
        bias_initializer: for the bias.
        kernel_regularizer: penalty on the weights on the inputs.
        recurrent_regularizer: penalty on the weights on the states.
        bias_regularizer: penalty on the bias.
        kernel_constraint: maps the weights on the inputs back after each update.
        recurrent_constraint: maps the weights on the states back after each update.
        bias_constraint: maps the bias back after each update.
        dropout: fraction of the inputs to drop in training.
        recurrent_dropout: fraction of the states to drop in training.
        seed: of the dropout; None draws one.
        **kwargs: what every layer takes.

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
        seed: int | None = None,
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

    Args:
        units: length of the output and of each state.
        activation: of the output.
        use_bias: whether a bias is added.
        kernel_initializer: for the weights on the inputs, `(inputs, units)`.
        recurrent_initializer: for the weights on the states, `(units, units)`.
        bias_initializer: for the bias.
        kernel_regularizer: penalty on the weights on the inputs.
        recurrent_regularizer: penalty on the weights on the states.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: maps the weights on the inputs back after each update.
        recurrent_constraint: maps the weights on the states back after each update.
        bias_constraint: maps the bias back after each update.
        dropout: fraction of the inputs to drop in training.
        recurrent_dropout: fraction of the states to drop in training.
        return_sequences: whether the output of every step is given, or the last alone.
        return_state: whether the last states are given too.
        go_backwards: whether it starts at the end; outputs come in the order computed.
        stateful: whether the last states of a batch are the first of the next.
        unroll: whether the steps are written out, which compiles longer and may run faster.
        seed: of the dropout; None draws one.
        **kwargs: what every layer takes.

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
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        cell = SimpleRNNCell(
            units=units, activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint, dropout=dropout,
            recurrent_dropout=recurrent_dropout, seed=seed,
            name="simple_rnn_cell", dtype=kwargs.get("dtype"),
            trainable=kwargs.get("trainable", True),
        )  # fmt: skip
        super().__init__(
            cell,
            return_sequences=return_sequences,
            return_state=return_state,
            go_backwards=go_backwards,
            stateful=stateful,
            unroll=unroll,
            activity_regularizer=activity_regularizer,
            **kwargs,
        )
