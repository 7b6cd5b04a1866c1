"""What a step keeps of a model's own tensors, for losses and metrics that reach for them."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_kept: ContextVar["Kept | None"] = ContextVar("kept", default=None)


class Reached:
    """The symbolic tensors of a model that its losses and metrics were seen to reach for."""

    def __init__(self) -> None:
        self.tensors: dict[int, Any] = {}
        self.is_known: bool = False
        """Whether a step has run since, so that what is not here is wanted by nothing."""


class Kept:
    """The values that tensors of a model's graph have in the step under way.

    Args:
        owner: the model.
        reached: what is wanted of it.
        everything: whether all values are kept, so as to find out what is wanted.
    """

    def __init__(self, owner: Any, reached: Reached, everything: bool) -> None:
        self.owner = owner
        self.values: dict[int, Any] = {}
        self.figures: dict[str, tuple[Any, str]] = {}
        """What layers add to the metrics, and how it is added up, by name."""
        self._reached = reached
        self._everything = everything

    def take(self, known: Mapping[int, Any]) -> None:
        """Keeps what is wanted of the values of a graph.

        Args:
            known: the values, by the ids of tensors.
        """
        wanted = known if self._everything else self._reached.tensors
        self.values = {i: known[i] for i in wanted if known.get(i) is not None}

    def reach(self, tensor: Any) -> None:
        """Takes down that a tensor whose value is kept is wanted."""
        self._reached.tensors[id(tensor)] = tensor


@contextmanager
def keeping(owner: Any, reached: Reached, everything: bool) -> Generator[None]:
    """Keeps what is reached for of a model's tensors inside the block.

    Args:
        owner: the model.
        reached: what is wanted of it, which grows inside the block.
        everything: whether nothing but shapes is computed, so that all may be kept.
    """
    token = _kept.set(Kept(owner, reached, everything or not reached.is_known))
    try:
        yield
        reached.is_known = True
    finally:
        _kept.reset(token)


def kept() -> Kept | None:
    """Returns what the step under way keeps, or None outside of any."""
    return _kept.get()


def kept_by(owner: Any) -> Kept | None:
    """Returns what the step under way keeps of a model, or None if it is not the model's step."""
    found = _kept.get()
    return found if found is not None and found.owner is owner else None
