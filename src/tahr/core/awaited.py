"""Who waits for weights that are not made yet: files read before the model was built."""

from collections.abc import Callable

Waiting = Callable[[], bool]

_WAITING: list[Waiting] = []


def wait(waiting: Waiting) -> None:
    """Has something called whenever weights were made, for as long as it returns True."""
    _WAITING.append(waiting)


def made() -> None:
    """Says that a layer or an optimizer has made its weights."""
    if _WAITING:
        _WAITING[:] = [waiting for waiting in _WAITING if waiting()]
