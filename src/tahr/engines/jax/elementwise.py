"""Elementwise primitives: JAX has every one, most under the same name."""

import jax
import jax.numpy as jnp

from tahr.engines.base import BINARY, UNARY, Engine

ELSEWHERE = {
    "rsqrt": jax.lax.rsqrt,
    "erf": jax.scipy.special.erf,
    "asin": jnp.arcsin,
    "acos": jnp.arccos,
    "atan": jnp.arctan,
    "asinh": jnp.arcsinh,
    "acosh": jnp.arccosh,
    "atanh": jnp.arctanh,
    "atan2": jnp.arctan2,
    "bitwise_not": jnp.invert,
}


class Elementwise(Engine[jax.Array]):
    """What works element by element."""

    def where(self, condition: jax.Array, x: jax.Array, y: jax.Array) -> jax.Array:
        return jnp.where(condition, x, y)


for _name in UNARY + BINARY:
    setattr(Elementwise, _name, staticmethod(ELSEWHERE.get(_name) or getattr(jnp, _name)))
