"""Watching: what is computed, in its order, for those who look for where something went wrong."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from tahr.core import names


@dataclass(frozen=True)
class Event:
    """Something has been computed.

    Args:
        kind: what it is an output of.
        path: the path of the layer or op, as it is called now.
        owner: the layer or op; for gradients the list of variables they belong to.
        inputs: what it was computed from, a tree.
        outputs: a tree of tensors.
    """

    kind: Literal["layer", "loss", "gradient"]
    path: str
    owner: Any
    inputs: Any
    outputs: Any


Watcher: TypeAlias = Callable[[Event], None]
_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


def watcher() -> Watcher | None:
    """Returns who watches, if anybody does."""
    return _watcher.get()


@contextmanager
def watched(by: Watcher | None) -> Generator[None]:
    """Has everything that is computed inside the block watched, or nothing of it."""
    token = _watcher.set(by)
    try:
        yield
    finally:
        _watcher.reset(token)


def called(watcher: Watcher, owner: Any, inputs: Any, outputs: Any) -> None:
    """Tells of what a layer or an op gave, under the path it is called by."""
    path = "/".join((*names.parents(), owner.name))
    watcher(Event("layer", path, owner, inputs, outputs))
