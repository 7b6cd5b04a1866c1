"""Ops that JAX has a faster version of than the common one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp

from tahr.engines.jax.images import resize


def _tile(x: jax.Array, repeats: int | Sequence[int]) -> jax.Array:
    return jnp.tile(x, repeats)


NATIVE: Mapping[str, Callable[..., Any]] = {
    "digamma": jax.scipy.special.digamma,
    "gammainc": lambda a, x: jax.scipy.special.gammainc(jax.lax.stop_gradient(a), x),
    "lgamma": jax.scipy.special.gammaln,
    "erfinv": jax.scipy.special.erfinv,
    "sigmoid": jax.nn.sigmoid,
    "relu": jax.nn.relu,
    "resize": resize,
    "tile": _tile,
}
