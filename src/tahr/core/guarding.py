"""Guards: a step of one thread and what other threads do with the same variables take turns.

A step may write over the memory of its state, or hand it over, so nobody may read a variable
between its beginning and its end. Variables that are used together have one guard; models that
share none do not wait for each other.
"""

import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any

_JOINING = threading.Lock()


class Guard:
    """A lock for a group of variables, which may have become part of another group's."""

    def __init__(self) -> None:
        self.lock: threading.RLock = threading.RLock()
        self.joined_to: Guard | None = None

    def now(self) -> "Guard":
        """Returns the guard that counts."""
        found = self
        while found.joined_to is not None:
            found = found.joined_to
        return found


def guarded_together(variables: Iterable[Any]) -> Guard:
    """Returns variables one guard, and returns it; groups that share a variable become one.

    Args:
        variables: have an attribute `guard`, None at first.
    """
    every = list(variables)
    with _JOINING:
        guards = [v.guard.now() for v in every if v.guard is not None]
        first = guards[0] if guards else Guard()
        for other in guards:
            if other is not first:
                other.joined_to = first
        for variable in every:
            variable.guard = first
    return first


def taken(guard: Guard) -> Guard:
    """Takes the lock of a guard; returns the one whose lock is to be released."""
    while True:
        held = guard.now()
        held.lock.acquire()
        if held.joined_to is None:
            return held
        held.lock.release()


@contextmanager
def alone_with(guard: Guard | None) -> Generator[None]:
    """Lets nobody else use the variables of a guard inside the block; None for no variables."""
    if guard is None:
        yield
        return
    held = taken(guard)
    try:
        yield
    finally:
        held.lock.release()
