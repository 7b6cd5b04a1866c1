"""The salt of a hash: the key that makes one set of bins differ from another."""

from typing import Any

from tahr.core import fingerprints
from tahr.core.errors import ArgumentError, told
from tahr.layers.base.layer import Layer


def key_of(salt: Any, layer: Layer) -> list[int] | None:
    """Returns a salt as two integers; None for none.

    Raises:
        ArgumentError: it is neither an integer nor two.
    """
    parts = list(salt) if isinstance(salt, list | tuple) else [salt, salt]
    if salt is None:
        return None
    if len(parts) == 2 and all(isinstance(n, int) and not isinstance(n, bool) for n in parts):
        return parts
    raise ArgumentError("the salt is an integer, or two of them", where=layer.name, got=told(salt))


def hashed(data: bytes, key: list[int] | None) -> int:
    """Returns the hash of bytes: with a key SipHash, else FarmHash's fingerprint."""
    return fingerprints.siphash(data, key) if key else fingerprints.fingerprint(data)
