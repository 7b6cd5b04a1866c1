"""Long short-term memory, whose loops hold no more than one step needs of another.

See `recurrence.py` for why.
"""

from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from tahr.engines.jax.recurrence import (
    STEPS,
    Array,
    at,
    befores,
    of_weights,
    put,
    runs,
    slope_of_sigmoid,
    slope_of_tanh,
)

Kept: TypeAlias = tuple[Array, Array, Array, Array, Array, Array]


def lstm(
    sequences: Array,
    state: Array,
    carry: Array,
    kernel: Array,
    recurrent_kernel: Array,
    bias: Array | None = None,
) -> Any:
    """Runs the op `lstm`; its gradient can be differentiated again, but not forwards."""
    if not runs(sequences):
        return NotImplemented
    inputs = sequences @ kernel
    return _lstm(inputs if bias is None else inputs + bias, state, carry, recurrent_kernel)


@jax.custom_vjp
def _lstm(inputs: Array, state: Array, carry: Array, kernel: Array) -> tuple[Array, Array, Array]:
    return _run(inputs, state, carry, kernel)[0]


def _run(
    inputs: Array, state: Array, carry: Array, kernel: Array
) -> tuple[tuple[Array, Array, Array], Kept]:
    """Returns what `_lstm` gives, and what its gradient is computed from."""

    def step(place: Any, found: tuple[Array, ...]) -> tuple[Array, ...]:
        output, carry, *kept = found
        total = at(inputs, place) + output @ kernel
        enter, forget, candidate, leave = jnp.split(_gates(total), 4, -1)
        carry = forget * carry + enter * candidate
        output = leave * jnp.tanh(carry)
        now = zip(kept, (output, carry, total), strict=True)
        return output, carry, *(put(all_steps, one, place) for all_steps, one in now)

    room = jnp.zeros((*inputs.shape[:2], state.shape[-1]), inputs.dtype)
    start = (state, carry, room, room, jnp.zeros_like(inputs))
    last, after, outputs, carries, totals = lax.fori_loop(0, inputs.shape[STEPS], step, start)
    return (outputs, last, after), (state, carry, kernel, outputs, carries, totals)


def _pull(kept: Kept, upstream: tuple[Array, Array, Array]) -> tuple[Array, Array, Array, Array]:
    state, carry, kernel, outputs, carries, totals = kept
    above, of_last, of_after = upstream
    enter, forget, candidate, leave = jnp.split(_gates(totals), 4, -1)
    curves = jnp.tanh(carries)
    of_gates = [
        candidate * slope_of_sigmoid(enter),
        befores(carry, carries) * slope_of_sigmoid(forget),
        enter * slope_of_tanh(candidate),
        curves * slope_of_sigmoid(leave),
    ]
    by_total = jnp.concatenate(of_gates, -1)
    by_curve = leave * slope_of_tanh(curves)
    last = outputs.shape[STEPS] - 1

    def back(number: Any, found: tuple[Array, ...]) -> tuple[Array, ...]:
        place = last - number
        of_output, of_carry, slopes = found
        of_output = of_output + at(above, place)
        of_carry = of_carry + of_output * at(by_curve, place)
        factors = jnp.concatenate([of_carry, of_carry, of_carry, of_output], -1)
        slope = factors * at(by_total, place)
        return slope @ kernel.T, of_carry * at(forget, place), put(slopes, slope, place)

    start = (of_last, of_after, jnp.zeros_like(totals))
    of_state, of_carry, slopes = lax.fori_loop(0, last + 1, back, start)
    return slopes, of_state, of_carry, of_weights(befores(state, outputs), slopes)


_lstm.defvjp(_run, _pull)


def _gates(totals: Array) -> Array:
    """Returns the gates and the candidate: sigmoid(x) is tanh(x / 2) / 2 + 1 / 2."""
    units = totals.shape[-1] // 4
    factors = np.repeat([0.5, 0.5, 1.0, 0.5], units)
    factor, rest = factors.astype(totals.dtype), (1 - factors).astype(totals.dtype)
    return jnp.tanh(totals * factor) * factor + rest
