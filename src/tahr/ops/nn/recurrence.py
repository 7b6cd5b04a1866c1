"""Recurrences over whole sequences, with the gates that are usual: an engine may fuse them."""

from collections.abc import Callable
from typing import TypeAlias

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, subtract
from tahr.ops.axes import dims, dtype_of
from tahr.ops.joining import split
from tahr.ops.nn import recurrent_gradients
from tahr.ops.op import Rule, op

Function: TypeAlias = Callable[[Tensor], Tensor]


@op(rule=Rule.FLOAT)
def lstm(
    sequences: TensorLike,
    state: TensorLike,
    carry: TensorLike,
    kernel: TensorLike,
    recurrent_kernel: TensorLike,
    bias: TensorLike | None = None,
) -> tuple[Tensor, Tensor, Tensor]:
    """Runs long short-term memory with the usual gates along sequences.

    Args:
        sequences: `(batch, time, inputs)`.
        state: the first output, `(batch, units)`.
        carry: the first carry, `(batch, units)`.
        kernel: weights on the inputs, `(inputs, 4 * units)`: those of the input gate, the
            forget gate, the candidate and the output gate.
        recurrent_kernel: weights on the output before, `(units, 4 * units)`.
        bias: `(4 * units,)`.

    Returns:
        The outputs `(batch, time, units)`, the last output, the last carry.

    Example:
        >>> import numpy as np
        >>> x, h = np.ones((2, 5, 3), "float32"), np.zeros((2, 4), "float32")
        >>> kernels = np.ones((3, 16), "float32"), np.ones((4, 16), "float32")
        >>> outputs, last, carry = lstm(x, h, h, *kernels)
        >>> outputs.shape, last.shape, carry.shape
        ((2, 5, 4), (2, 4), (2, 4))

    Source: Hochreiter & Schmidhuber 1997, "Long short-term memory"; Gers et al. 2000, "Learning to
    forget".
    """
    run = engine()
    rule = run.custom_gradient(recurrent_gradients.lstm)
    totals = _projected(sequences, kernel, bias)
    outputs, last, after = rule(totals, state, carry, recurrent_kernel)
    return run.transpose(outputs, (1, 0, 2)), last, after


def lstm_step(
    total: Tensor, carry: Tensor, activation: Function, gate: Function, axis: int = -1
) -> tuple[Tensor, Tensor]:
    """Returns the output and the carry of one step, out of what all gates add up along an axis."""
    enter, forget, candidate, leave = split(total, 4, axis=axis)
    kept = multiply(gate(forget), carry)
    carry = add(kept, multiply(gate(enter), activation(candidate)))
    return multiply(gate(leave), activation(carry)), carry


@op(rule=Rule.FLOAT)
def gru(
    sequences: TensorLike,
    state: TensorLike,
    kernel: TensorLike,
    recurrent_kernel: TensorLike,
    bias: TensorLike | None = None,
    recurrent_bias: TensorLike | None = None,
) -> tuple[Tensor, Tensor]:
    """Runs gated recurrent units along sequences, the reset gate after the product.

    Args:
        sequences: `(batch, time, inputs)`.
        state: the first output, `(batch, units)`.
        kernel: weights on the inputs, `(inputs, 3 * units)`: those of the update gate, the
            reset gate and the candidate.
        recurrent_kernel: weights on the output before, `(units, 3 * units)`.
        bias: `(3 * units,)`, added to the product of the inputs.
        recurrent_bias: `(3 * units,)`, added to the product of the output before.

    Returns:
        The outputs `(batch, time, units)` and the last output.

    Example:
        >>> import numpy as np
        >>> x, h = np.ones((2, 5, 3), "float32"), np.zeros((2, 4), "float32")
        >>> outputs, last = gru(x, h, np.ones((3, 12), "float32"), np.ones((4, 12), "float32"))
        >>> outputs.shape, last.shape
        ((2, 5, 4), (2, 4))

    Source: Cho et al. 2014, "Learning phrase representations using RNN encoder-decoder",
    equations 5 to 8, in the form of NVIDIA's cuDNN.
    """
    run = engine()
    rule = run.custom_gradient(recurrent_gradients.gru)
    if recurrent_bias is None:
        recurrent_bias = run.full(dims(recurrent_kernel)[1:], 0, dtype_of(recurrent_kernel))
    totals = _projected(sequences, kernel, bias)
    outputs, last = rule(totals, state, recurrent_kernel, recurrent_bias)
    return run.transpose(outputs, (1, 0, 2)), last


def gru_step(
    projected: Tensor, inner: Tensor, before: Tensor, activation: Function, gate: Function
) -> Tensor:
    """Returns the output of one step, out of the products of the inputs and of the state."""
    update_x, reset_x, new_x = split(projected, 3, axis=-1)
    update_h, reset_h, new_h = split(inner, 3, axis=-1)
    reset = gate(add(reset_x, reset_h))
    candidate = activation(add(new_x, multiply(reset, new_h)))
    return gru_mixed(gate(add(update_x, update_h)), before, candidate)


def gru_mixed(update: Tensor, before: Tensor, candidate: Tensor) -> Tensor:
    """Mixes the output before and the candidate by the update gate."""
    return add(multiply(update, before), multiply(subtract(1.0, update), candidate))


def _projected(sequences: TensorLike, kernel: TensorLike, bias: TensorLike | None) -> Tensor:
    """Returns the product of the inputs of all steps, time first."""
    run = engine()
    found = run.transpose(run.matmul(sequences, kernel), (1, 0, 2))
    return found if bias is None else run.add(found, bias)
