"""Gated recurrent units, whose loops hold no more than one step needs of another.

See `recurrence.py` for why.
"""

from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
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

Kept: TypeAlias = tuple[Array, ...]


def gru(
    sequences: Array,
    state: Array,
    kernel: Array,
    recurrent_kernel: Array,
    bias: Array | None = None,
    recurrent_bias: Array | None = None,
) -> Any:
    """Runs the op `gru`; its gradient can be differentiated again, but not forwards."""
    if not runs(sequences):
        return NotImplemented
    inputs = sequences @ kernel
    inputs = inputs if bias is None else inputs + bias
    if recurrent_bias is None:
        recurrent_bias = jnp.zeros(recurrent_kernel.shape[1:], recurrent_kernel.dtype)
    return _gru(inputs, state, recurrent_kernel, recurrent_bias)


@jax.custom_vjp
def _gru(inputs: Array, state: Array, kernel: Array, bias: Array) -> tuple[Array, Array]:
    return _run(inputs, state, kernel, bias)[0]


def _run(
    inputs: Array, state: Array, kernel: Array, bias: Array
) -> tuple[tuple[Array, Array], Kept]:
    """Returns what `_gru` gives, and what its gradient is computed from."""
    units = state.shape[-1]

    def step(place: Any, found: tuple[Array, ...]) -> tuple[Array, ...]:
        before, *kept = found
        outer, inner = at(inputs, place), before @ kernel + bias
        gates = jnp.tanh((outer[:, : 2 * units] + inner[:, : 2 * units]) / 2) / 2 + 0.5
        update, reset = jnp.split(gates, 2, -1)
        among = inner[:, 2 * units :]
        candidate = jnp.tanh(outer[:, 2 * units :] + reset * among)
        output = update * before + (1 - update) * candidate
        now = zip(kept, (output, gates, candidate, among), strict=True)
        return output, *(put(whole, one, place) for whole, one in now)

    room = [jnp.zeros((*inputs.shape[:2], n * units), inputs.dtype) for n in (1, 2, 1, 1)]
    last, *kept = lax.fori_loop(0, inputs.shape[STEPS], step, (state, *room))
    return (kept[0], last), (state, kernel, *kept)


def _pull(kept: Kept, upstream: tuple[Array, Array]) -> tuple[Array, Array, Array, Array]:
    state, kernel, outputs, gates, candidates, among = kept
    above, of_last = upstream
    update, reset = jnp.split(gates, 2, -1)
    before = befores(state, outputs)
    of_candidate = (1 - update) * slope_of_tanh(candidates)
    of_update = (before - candidates) * slope_of_sigmoid(update)
    of_reset = of_candidate * among * slope_of_sigmoid(reset)
    by_inner = jnp.concatenate([of_update, of_reset, of_candidate * reset], -1)
    last = outputs.shape[STEPS] - 1

    def back(number: Any, found: tuple[Array, Array]) -> tuple[Array, Array]:
        place = last - number
        of_output, slopes = found
        of_output = of_output + at(above, place)
        inner = jnp.tile(of_output, 3) * at(by_inner, place)
        of_before = of_output * at(update, place) + inner @ kernel.T
        return of_before, put(slopes, of_output, place)

    of_state, slopes = lax.fori_loop(0, last + 1, back, (of_last, jnp.zeros_like(outputs)))
    of_inners = jnp.tile(slopes, 3) * by_inner
    units = state.shape[-1]
    own = jnp.concatenate([of_inners[..., : 2 * units], slopes * of_candidate], -1)
    return own, of_state, of_weights(before, of_inners), of_inners.sum((0, 1))


_gru.defvjp(_run, _pull)
