"""Recurrences whose loops hold no more than one step needs of another.

Going back through a loop, TensorFlow would multiply and add up the gradients of the weights in
every step. Here the factors of the gradients are computed for all steps at once before, and the
gradients of the weights after. Measured on two cores, forward and gradient, 80 steps, 32 samples,
128 inputs and 64 units, compiled by XLA: an LSTM takes 7.4 ms in place of 12.1, a GRU 6.2 in place
of 10.0; by TensorFlow's own executor, 13.1 in place of 14.4 and 11.6 in place of 13.3.
"""

from collections.abc import Callable
from typing import Any

from tahr.core.current import engine
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import EIGHT, Tensor


def lstm(
    sequences: Tensor,
    state: Tensor,
    carry: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None = None,
) -> Any:
    """Runs the op `lstm`."""
    if not _is_known(sequences):
        return NotImplemented
    run = engine().custom_gradient(_lstm)
    totals = _projected(sequences, kernel, bias)
    outputs, last, after = run(totals, state, carry, recurrent_kernel)
    return tf.transpose(outputs, (1, 0, 2)), last, after


def gru(
    sequences: Tensor,
    state: Tensor,
    kernel: Tensor,
    recurrent_kernel: Tensor,
    bias: Tensor | None = None,
    recurrent_bias: Tensor | None = None,
) -> Any:
    """Runs the op `gru`."""
    if not _is_known(sequences):
        return NotImplemented
    if recurrent_bias is None:
        recurrent_bias = tf.zeros(recurrent_kernel.shape[1:], recurrent_kernel.dtype)
    run = engine().custom_gradient(_gru)
    totals = _projected(sequences, kernel, bias)
    outputs, last = run(totals, state, recurrent_kernel, recurrent_bias)
    return tf.transpose(outputs, (1, 0, 2)), last


def _is_known(sequences: Tensor) -> bool:
    return bool(sequences.shape[1]) and sequences.dtype not in EIGHT


def _projected(sequences: Tensor, kernel: Tensor, bias: Tensor | None) -> Tensor:
    """Returns the product of the inputs of all steps, time first."""
    found = tf.transpose(sequences @ kernel, (1, 0, 2))
    return found if bias is None else found + bias


def _lstm(
    totals: Tensor, state: Tensor, carry: Tensor, kernel: Tensor
) -> tuple[Any, Callable[..., Any]]:
    scan, length = engine().scan, totals.shape[0]

    def step(before: Any, total: Tensor) -> tuple[Any, Any]:
        total = total + before[0] @ kernel
        gates = tf.sigmoid(total)
        enter, forget, _, leave = tf.split(gates, 4, -1)
        candidate = tf.tanh(tf.split(total, 4, -1)[2])
        after = forget * before[1] + enter * candidate
        curve = tf.tanh(after)
        output = leave * curve
        return [output, after], [output, after, curve, gates, candidate]

    (last, after), kept = scan(step, [state, carry], totals, length)
    outputs, carries, curves, gates, candidates = kept

    def pull(upstream: Any) -> tuple[Tensor, ...]:
        enter, forget, _, leave = tf.split(gates, 4, -1)
        of_enter = candidates * _slope_of_sigmoid(enter)
        of_forget = _befores(carry, carries) * _slope_of_sigmoid(forget)
        of_candidate = enter * _slope_of_tanh(candidates)
        by_carry = tf.concat([of_enter, of_forget, of_candidate], -1)
        by_output = curves * _slope_of_sigmoid(leave)
        of_curve = leave * _slope_of_tanh(curves)

        def back(later: Any, xs: Any) -> tuple[Any, Any]:
            above, by_carry, by_output, of_curve, forget = xs
            output = later[0] + above
            carry = later[1] + output * of_curve
            three = tf.tile(carry, (1, 3)) * by_carry
            total = tf.concat([three, output * by_output], -1)
            return [tf.matmul(total, kernel, transpose_b=True), carry * forget], total

        above, *ends = upstream
        xs = [above, by_carry, by_output, of_curve, forget]
        (first, second), slopes = scan(back, ends, xs, length, True)
        return slopes, first, second, _of_weights(_befores(state, outputs), slopes)

    return (outputs, last, after), pull


def _gru(
    totals: Tensor, state: Tensor, kernel: Tensor, bias: Tensor
) -> tuple[Any, Callable[..., Any]]:
    scan, length, units = engine().scan, totals.shape[0], state.shape[-1]

    def step(before: Tensor, total: Tensor) -> tuple[Tensor, Any]:
        inner = before @ kernel + bias
        gates = tf.sigmoid(total[:, : 2 * units] + inner[:, : 2 * units])
        update, reset = tf.split(gates, 2, -1)
        among = inner[:, 2 * units :]
        candidate = tf.tanh(total[:, 2 * units :] + reset * among)
        output = update * before + (1 - update) * candidate
        return output, [output, gates, among, candidate]

    last, (outputs, gates, among, candidates) = scan(step, state, totals, length)

    def pull(upstream: Any) -> tuple[Tensor, ...]:
        update, reset = tf.split(gates, 2, -1)
        befores = _befores(state, outputs)
        of_candidate = (1 - update) * _slope_of_tanh(candidates)
        of_update = (befores - candidates) * _slope_of_sigmoid(update)
        of_reset = of_candidate * among * _slope_of_sigmoid(reset)
        by_output = tf.concat([of_update, of_reset, of_candidate * reset], -1)

        def back(later: Tensor, xs: Any) -> tuple[Tensor, Any]:
            above, by_output, update = xs
            output = later + above
            inner = tf.tile(output, (1, 3)) * by_output
            before = output * update + tf.matmul(inner, kernel, transpose_b=True)
            return before, [output, inner]

        above, end = upstream
        first, (slopes, inner) = scan(back, end, [above, by_output, update], length, True)
        own = tf.concat([inner[..., : 2 * units], slopes * of_candidate], -1)
        return own, first, _of_weights(befores, inner), tf.reduce_sum(inner, (0, 1))

    return (outputs, last), pull


def _slope_of_sigmoid(y: Tensor) -> Tensor:
    return y * (1 - y)


def _slope_of_tanh(y: Tensor) -> Tensor:
    return 1 - y * y


def _befores(first: Tensor, rest: Tensor) -> Tensor:
    """Returns what each step started from, out of what each ended with."""
    return tf.concat([first[None], rest[:-1]], 0)


def _of_weights(inputs: Tensor, slopes: Tensor) -> Tensor:
    """Returns the gradient of weights, that of all steps and samples in one product."""
    rows, columns = (tf.reshape(x, (-1, x.shape[-1])) for x in (inputs, slopes))
    return tf.matmul(rows, columns, transpose_a=True)
