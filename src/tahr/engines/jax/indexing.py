"""Picking, placing and ordering elements."""

from collections.abc import Sequence
from typing import Any, Literal

import jax
import jax.numpy as jnp

from tahr.engines.base import Engine, Index, Mode

Side = Literal["left", "right"]


class Indexing(Engine[jax.Array]):
    """Gather, scatter, blocks and sorting."""

    def get_item(self, x: jax.Array, index: tuple[Index, ...]) -> jax.Array:
        return x[index]

    def take(self, x: jax.Array, indices: jax.Array, axis: int) -> jax.Array:
        return jnp.take(x, indices, axis, mode="clip")

    def take_along_axis(self, x: jax.Array, indices: jax.Array, axis: int) -> jax.Array:
        return jnp.take_along_axis(x, indices, axis, mode="clip")

    def scatter(
        self, x: jax.Array, indices: jax.Array, updates: jax.Array, mode: Mode
    ) -> jax.Array:
        place: Any = x.at[tuple(jnp.moveaxis(indices, -1, 0))]
        return getattr(place, mode)(updates)

    def slice(
        self, x: jax.Array, start: Sequence[jax.Array], lengths: tuple[int, ...]
    ) -> jax.Array:
        return jax.lax.dynamic_slice(x, start, lengths)

    def slice_update(
        self, x: jax.Array, start: Sequence[jax.Array], updates: jax.Array
    ) -> jax.Array:
        return jax.lax.dynamic_update_slice(x, updates, start)

    def sort(self, x: jax.Array, axis: int) -> jax.Array:
        return jnp.sort(x, axis)

    def argsort(self, x: jax.Array, axis: int) -> jax.Array:
        return jnp.argsort(x, axis, stable=True).astype("int32")

    def top_k(self, x: jax.Array, k: int) -> tuple[jax.Array, jax.Array]:
        values, indices = jax.lax.top_k(x, k)
        return values, indices.astype("int32")

    def searchsorted(self, sorted_x: jax.Array, values: jax.Array, side: Side) -> jax.Array:
        return jnp.searchsorted(sorted_x, values, side=side).astype("int32")
