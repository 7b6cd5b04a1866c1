"""Seeds as keys of JAX."""

from importlib import import_module
from typing import Any


def jax_draw_seed(seed: Any) -> Any:
    """Returns a key of JAX's from a seed or a `SeedGenerator`.

    Args:
        seed: a whole number, or a generator, which moves on.
    """
    key = import_module("tahr.ops.random.seeds").key_of(seed)
    return import_module("jax").numpy.asarray(key, dtype="uint32")
