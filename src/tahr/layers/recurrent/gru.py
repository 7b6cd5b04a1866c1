"""The gated recurrent unit."""

from collections.abc import Callable
from typing import Any

from tahr import activations, ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, Fraction, Seed
from tahr.core.registry import known_as
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.recurrent.cell import Cell
from tahr.layers.recurrent.of_cell import FromCell, OfCell
from tahr.ops.nn.recurrence import gru_mixed, gru_step


@known_as("keras.layers", "GRUCell")
class GRUCell(Cell):
    """One step of a gated recurrent unit.

    Args:
        recurrent_activation: of the gates.
        reset_after: whether the reset gate acts after the product with the state.

    Call with `(inputs, states)`: `(batch, inputs)` and one state `(batch, units)`. Gives the output
    `(batch, units)` and the next states.

    Raises:
        ArgumentError: units is not a positive integer, or a fraction not from 0 to 1.

    Source: Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder",
    equations 5 to 8; with `reset_after`, the form of NVIDIA's cuDNN.
    """

    gates = 3

    def __init__(
        self,
        units: Count,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
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
        reset_after: bool = True,
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
        self.reset_after = reset_after

    def make_bias(self, shape: Shape) -> Variable:
        return super().make_bias((2, *shape) if self.reset_after else shape)

    def project(self, inputs: Tensor, training: bool) -> Tensor:
        if self.bias is None or not self.reset_after:
            return super().project(inputs, training)
        return ops.add(self.weighted(inputs, training), ops.get_item(self.bias, 0))

    def advance(
        self, projected: Tensor, states: list[Tensor], training: bool
    ) -> tuple[Tensor, list[Tensor]]:
        before = states[0]
        state = self.dropped(before, training)
        if self.reset_after:
            inner = ops.matmul(state, self.recurrent_kernel)
            if self.bias is not None:
                inner = ops.add(inner, ops.get_item(self.bias, 1))
            gate = self.recurrent_activation
            output = gru_step(projected, inner, before, self.activation, gate)
        else:
            output = self._reset_before(projected, state, before)
        return output, [output]

    def _reset_before(self, projected: Tensor, state: Tensor, before: Tensor) -> Tensor:
        update_x, reset_x, new_x = ops.split(projected, 3, axis=-1)
        gates, last = ops.split(self.recurrent_kernel, [2 * self.units], axis=-1)
        update_h, reset_h = ops.split(ops.matmul(state, gates), 2, axis=-1)
        update = self.recurrent_activation(ops.add(update_x, update_h))
        reset = self.recurrent_activation(ops.add(reset_x, reset_h))
        new = ops.matmul(ops.multiply(reset, state), last)
        return gru_mixed(update, before, self.activation(ops.add(new_x, new)))

    @property
    def is_usual(self) -> bool:
        usual = type(self) is GRUCell and self.activation is activations.tanh
        gated = self.recurrent_activation is activations.sigmoid
        return usual and gated and self.reset_after

    def run(self, sequences: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        biases = [None if self.bias is None else ops.get_item(self.bias, i) for i in (0, 1)]
        outputs, state = ops.gru(sequences, states[0], self.kernel, self.recurrent_kernel, *biases)
        return outputs, [state]


@known_as("keras.layers", "GRU")
class GRU(OfCell):
    """Runs gated recurrent units along a sequence.

    Args:
        recurrent_activation: of the gates.
        reset_after: whether the reset gate acts after the product with the state.
        use_cudnn: unused, kept for Keras's signature: the engine decides.

    Call with `initial_state`, a list of tensors, and `mask`, bool `(batch, time)`.

    Input: `(batch, time, inputs)`. Output: `(batch, units)`, or `(batch, time, units)`, and the
    states.

    Raises:
        ArgumentError: units is not a positive integer, or a fraction not from 0 to 1.
        ShapeError: the input has not three axes.

    Example:
        >>> import numpy as np
        >>> GRU(4)(np.ones((2, 5, 3), "float32")).shape
        (2, 4)

    Source: Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder",
    equations 5 to 8; with `reset_after`, the form of NVIDIA's cuDNN.
    """

    recurrent_activation: FromCell = FromCell()
    reset_after: FromCell = FromCell()
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
        reset_after: bool = True,
        use_cudnn: Any = "auto",
        **kwargs: Any,
    ) -> None:
        super().__init__(GRUCell, locals(), **kwargs)
