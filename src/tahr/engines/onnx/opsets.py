"""Which edition of ONNX's operators a graph is written in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import spox.opset.ai.onnx

from tahr.core.errors import ArgumentError, EngineError

OLDEST = 18
"""The edition that graphs are written in where nothing newer is needed."""
_chosen: ContextVar[int] = ContextVar("opset", default=OLDEST)


class NewerOpsetError(EngineError):
    """An operator is needed that the chosen edition has not."""

    needs: int = 0


@cache
def editions() -> tuple[int, ...]:
    """Returns the editions that can be written, the oldest first.

    Example:
        >>> editions()[0]
        18
    """
    names = [module.name for module in iter_modules(spox.opset.ai.onnx.__path__)]
    return tuple(sorted(n for n in (int(name[1:]) for name in names) if n >= OLDEST))


def checked(opset: int | None) -> int:
    """Returns an edition that can be written; the oldest by default.

    Args:
        opset: its number.

    Raises:
        ArgumentError: there is no such one.
    """
    if opset is None:
        return OLDEST
    if opset not in editions() or isinstance(opset, bool):
        raise ArgumentError(
            "this edition of ONNX's operators cannot be written",
            where="opset",
            expected=f"{OLDEST} to {editions()[-1]}",
            got=opset,
        )
    return opset


@contextmanager
def using(opset: int) -> Iterator[None]:
    """Writes operators of an edition in the block."""
    token = _chosen.set(opset)
    try:
        yield
    finally:
        _chosen.reset(token)


def chosen() -> int:
    """Returns the edition that is written."""
    return _chosen.get()


@cache
def _module(opset: int) -> ModuleType:
    return import_module(f"spox.opset.ai.onnx.v{opset}")


class Operators:
    """The operators by name, each looked up in the chosen edition when it is written.

    Their own annotations say nothing of shapes and dtypes.
    """

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def write(*args: Any, **kwargs: Any) -> Any:
            return _found(name)(*args, **kwargs)

        return write


def _found(name: str) -> Callable[..., Any]:
    found = getattr(_module(chosen()), name, None)
    if found is not None:
        return found
    newer = next(n for n in editions() if n > chosen() and hasattr(_module(n), name))
    error = NewerOpsetError(
        f"the operator {name} is newer than the chosen opset",
        expected=f"opset {newer} or above",
        got=chosen(),
        todo=f"pass opset={newer}, or none: it is then as new as it has to be",
    )
    error.needs = newer
    raise error
