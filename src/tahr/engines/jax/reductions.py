"""Reductions and running sums."""

import jax
import jax.numpy as jnp

from tahr.engines.base import Axes, Engine

STAYING = frozenset({jnp.dtype("float32"), jnp.dtype("float64")})
"""Dtypes that JAX keeps by itself; to ask for one costs an eager sum as much again."""


def _axes(axes: Axes) -> Axes | int:
    """Returns one axis by itself: JAX takes half as long again for a tuple of one, eagerly."""
    return axes[0] if len(axes) == 1 else axes


class Reductions(Engine[jax.Array]):
    """What takes many elements to one; the dtype stays."""

    def sum(self, x: jax.Array, axes: Axes, keepdims: bool) -> jax.Array:
        dtype = None if x.dtype in STAYING else x.dtype
        return jnp.sum(x, _axes(axes), dtype=dtype, keepdims=keepdims)

    def prod(self, x: jax.Array, axes: Axes, keepdims: bool) -> jax.Array:
        dtype = None if x.dtype in STAYING else x.dtype
        return jnp.prod(x, _axes(axes), dtype=dtype, keepdims=keepdims)

    def max(self, x: jax.Array, axes: Axes, keepdims: bool) -> jax.Array:
        return jnp.max(x, _axes(axes), keepdims=keepdims)

    def min(self, x: jax.Array, axes: Axes, keepdims: bool) -> jax.Array:
        return jnp.min(x, _axes(axes), keepdims=keepdims)

    def any(self, x: jax.Array, axes: Axes, keepdims: bool) -> jax.Array:
        return jnp.any(x, axes, keepdims=keepdims)

    def all(self, x: jax.Array, axes: Axes, keepdims: bool) -> jax.Array:
        return jnp.all(x, axes, keepdims=keepdims)

    def argmax(self, x: jax.Array, axis: int) -> jax.Array:
        return jnp.argmax(x, axis).astype("int32")

    def argmin(self, x: jax.Array, axis: int) -> jax.Array:
        return jnp.argmin(x, axis).astype("int32")

    def cumsum(self, x: jax.Array, axis: int) -> jax.Array:
        return jnp.cumsum(x, axis, dtype=x.dtype)

    def cumprod(self, x: jax.Array, axis: int) -> jax.Array:
        return jnp.cumprod(x, axis, dtype=x.dtype)
