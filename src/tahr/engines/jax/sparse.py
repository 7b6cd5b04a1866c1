"""Sparse tensors: BCOO, whose indices beyond the shape are room that is not used.

JAX's module of them takes a quarter of the time that JAX takes to be imported: it is imported when
one is made.
"""

from typing import Any

import jax.numpy as jnp

from tahr.core.sparse import Coordinates
from tahr.engines.base import Engine

HOME = "jax.experimental.sparse"


class Sparse(Engine[Any]):
    """How a sparse tensor of JAX's is taken apart and made."""

    has_sparse = True

    def is_sparse(self, value: object) -> bool:
        return type(value).__module__.startswith(HOME)

    def sparse(self, found: Coordinates) -> Any:
        from jax.experimental.sparse import BCOO

        pair = (found.values, found.indices)
        return BCOO(pair, shape=found.shape, unique_indices=found.unique)

    def coordinates(self, value: Any, unique: bool = False) -> Coordinates:
        plain = _plain(value)
        if unique and not plain.unique_indices:
            plain = plain.sum_duplicates(nse=plain.nse)
        last = jnp.maximum(jnp.array(plain.shape, plain.indices.dtype) - 1, 0)
        return Coordinates(
            jnp.minimum(plain.indices, last), plain.data, plain.shape, plain.unique_indices
        )


def _plain(value: Any) -> Any:
    """Returns a BCOO with an index for each value, of any of JAX's formats."""
    from jax.experimental.sparse import BCOO

    found = value if isinstance(value, BCOO) else BCOO.fromdense(value.todense())
    return found.update_layout(n_batch=0, n_dense=0) if found.n_batch or found.n_dense else found
