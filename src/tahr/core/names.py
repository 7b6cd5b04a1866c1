"""Names: snake case from class names, a number for the second of a kind, and scopes."""

import re
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from tahr.core.errors import ArgumentError

_taken: ContextVar[Counter[str] | None] = ContextVar("taken_names", default=None)
_process: Counter[str] = Counter()
_path: ContextVar[tuple[str, ...]] = ContextVar("name_scope", default=())


def snake_case(name: str) -> str:
    """Turns a class name into the name its instances get.

    Example:
        >>> snake_case("Conv2DTranspose"), snake_case("LSTM"), snake_case("GRUCell")
        ('conv2d_transpose', 'lstm', 'gru_cell')
    """
    name = re.sub(r"\W+", "", name)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def auto_name(prefix: str) -> str:
    """Returns a name that nothing has yet: `dense`, `dense_1`, ..."""
    number = next_number(prefix) - 1
    return f"{prefix}_{number}" if number else prefix


def next_number(prefix: str = "") -> int:
    """Counts the names with a prefix, this one included."""
    counter = _taken.get()
    counter = _process if counter is None else counter
    counter[prefix] += 1
    return counter[prefix]


def reset() -> None:
    """Starts numbering anew."""
    (_taken.get() or _process).clear()


@contextmanager
def fresh() -> Generator[None]:
    """Numbers names from zero inside the block."""
    token = _taken.set(Counter())
    try:
        yield
    finally:
        _taken.reset(token)


@contextmanager
def scope(name: str) -> Generator[None]:
    """Puts a name in front of the paths of all variables made inside the block."""
    if not name:
        raise ArgumentError("a name scope needs a name", got=repr(name))
    token = _path.set((*_path.get(), name))
    try:
        yield
    finally:
        _path.reset(token)


@contextmanager
def inside(name: str) -> Generator[None]:
    """Opens a scope, unless it is the innermost one already."""
    if _path.get()[-1:] == (name,):
        yield
        return
    with scope(name):
        yield


def path(name: str) -> str:
    """Returns a name with the scopes it stands in: `model/dense/kernel`."""
    return "/".join((*_path.get(), name))


def parents() -> tuple[str, ...]:
    """Returns the names of the open scopes, outermost first."""
    return _path.get()
