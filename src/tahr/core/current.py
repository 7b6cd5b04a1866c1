"""The engine in use here and now, and how an engine is found by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tahr.core.config import CONFIG, ENGINES
from tahr.core.errors import EngineError

if TYPE_CHECKING:
    from tahr.engines.base import Engine

_engine: ContextVar["Engine[Any] | None"] = ContextVar("engine", default=None)


@cache
def load(name: str) -> "Engine[Any]":
    """Imports an engine, and with it the framework it stands on.

    Raises:
        EngineError: there is none of that name, or its framework is not installed.
    """
    if name not in (*ENGINES, "spec"):
        raise EngineError(f"no engine is called {name!r}", expected=", ".join(ENGINES))
    try:
        return import_module(f"tahr.engines.{name}").ENGINE
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("tahr."):
            raise EngineError(f"this version of Tahr has no {name} engine") from None
        raise EngineError(
            f"the {name} engine needs a package that is not installed",
            got=f"no module named {error.name!r}",
            todo=f"pip install 'tahr[{name}]'",
        ) from None


def engine() -> "Engine[Any]":
    """Gives the engine in use: the innermost `using`, else the configured one."""
    return _engine.get() or load(CONFIG.engine)


@contextmanager
def using(chosen: "str | Engine[Any]") -> Iterator["Engine[Any]"]:
    """Makes an engine the current one inside the block."""
    found = load(chosen) if isinstance(chosen, str) else chosen
    token = _engine.set(found)
    try:
        yield found
    finally:
        _engine.reset(token)


def owner(value: Any) -> "Engine[Any] | None":
    """Gives the engine whose framework a value's class belongs to, if it is a tensor there."""
    homes = {cls.__module__.partition(".")[0] for cls in type(value).__mro__}
    found = next((load(name) for name in ENGINES if name in homes and name != "numpy"), None)
    return found if found is not None and found.is_tensor(value) else None


def to_numpy(value: Any) -> Any:
    """Brings a tensor of whichever engine to the host."""
    import numpy as np

    if isinstance(value, np.ndarray):
        return value
    active = engine()
    home = active if active.is_tensor(value) else owner(value)
    return np.asarray(value) if home is None else home.to_numpy(value)
