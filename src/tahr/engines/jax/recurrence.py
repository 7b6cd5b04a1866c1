"""What recurrences with gradients of their own have in common.

Going back through a loop, JAX would multiply and add up the gradients of the weights in every step.
Here the factors of the gradients are computed for all steps at once before, and the gradients of
the weights after; steps are picked out of tensors that keep the samples first, so that nothing is
transposed; and gates are computed together, by tanh: sigmoid(x) is tanh(x / 2) / 2 + 1 / 2. What a
step keeps is what XLA computes by itself: out of an elementwise whole that is not kept it makes one
loop that is several times as slow.
"""

from typing import TypeAlias

import jax
import jax.numpy as jnp
from jax import lax

Array: TypeAlias = jax.Array
STEPS = 1
"""The axis of the steps."""


def runs(sequences: Array) -> bool:
    """Returns whether there is a known number of steps to run."""
    length = sequences.shape[STEPS]
    return isinstance(length, int) and length > 0


def at(tensor: Array, place: int | Array) -> Array:
    """Returns one step of a tensor."""
    return lax.dynamic_index_in_dim(tensor, place, STEPS, keepdims=False)


def put(tensor: Array, one: Array, place: int | Array) -> Array:
    """Puts one step into a tensor."""
    return lax.dynamic_update_index_in_dim(tensor, one, place, STEPS)


def befores(first: Array, rest: Array) -> Array:
    """Returns what each step started from, out of what each ended with."""
    return jnp.concatenate([first[:, None], rest[:, :-1]], STEPS)


def of_weights(inputs: Array, slopes: Array) -> Array:
    """Returns the gradient of weights, that of all steps and samples in one product."""
    return jnp.tensordot(inputs, slopes, ((0, 1), (0, 1)))


def slope_of_sigmoid(y: Array) -> Array:
    """Returns the slope where the sigmoid is y."""
    return y * (1 - y)


def slope_of_tanh(y: Array) -> Array:
    """Returns the slope where tanh is y."""
    return 1 - y * y
