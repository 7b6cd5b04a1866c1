"""Beside: what is carried along beside a tensor, for as long as the tensor lives."""

import weakref
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Beside(Generic[T]):
    """One thing for a tensor, found by the very object: what is computed from it has none.

    Example:
        >>> import numpy as np
        >>> notes, x = Beside[str](), np.ones(2)
        >>> notes.put(x, "ones"); notes.of(x), notes.of(x + 0)
        ('ones', None)
    """

    def __init__(self) -> None:
        self._held: dict[int, tuple[Any, T]] = {}

    def put(self, tensor: Any, thing: T) -> None:
        """Lets a tensor carry something."""
        key, held = id(tensor), self._held
        held[key] = (weakref.ref(tensor, lambda _: held.pop(key, None)), thing)

    def of(self, tensor: Any) -> T | None:
        """Returns what a tensor carries."""
        found = self._held.get(id(tensor))
        return found[1] if found and found[0]() is tensor else None

    def __bool__(self) -> bool:
        return bool(self._held)
