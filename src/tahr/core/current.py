"""The engine and device in use here and now, and how an engine is found by name."""

import logging
import sys
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from logging import Logger
from typing import TYPE_CHECKING, Any

from tahr.core.config import AUTO, CONFIG
from tahr.core.engines import SPEC, about, home, is_engine, met, module_of, names
from tahr.core.errors import EngineError
from tahr.core.extras import installed_spec
from tahr.core.memory import keep_freed
from tahr.core.scopes import outside_of_state
from tahr.core.sparse import Coordinates, is_matrix, of_matrix
from tahr.core.streams import drawing_nothing
from tahr.core.suggesting import closest
from tahr.core.valueless import Valueless

if TYPE_CHECKING:
    from tahr.core.streams import Stream
    from tahr.engines.base import Engine

log: Logger = logging.getLogger("tahr")
_engine: ContextVar["Engine[Any] | None"] = ContextVar("engine", default=None)
_device: ContextVar[str | None] = ContextVar("device", default=None)


def installed(name: str) -> bool:
    """Returns whether the framework an engine stands on is there, without importing it."""
    return is_engine(name) and installed_spec(about(name).package) is not None


def can_train() -> list[str]:
    """Lists the installed engines that have gradients."""
    return [name for name in names() if about(name).trains and installed(name)]


def _loaded() -> "list[Engine[Any]]":
    """Lists the engines whose framework the process has imported."""
    return [load(name) for name in met() if _is_imported(name)]


def _is_imported(name: str) -> bool:
    return hasattr(sys.modules.get(about(name).package), "__file__")


def stream() -> "Stream | None":
    """Returns the random numbers of the framework in use, where the program may have seeded it."""
    name = chosen()
    return next((e.stream() for e in _loaded() if e.name == name), None)


def seed_frameworks(seed: int) -> None:
    """Seeds the streams of all frameworks that the process has imported."""
    for found in _loaded():
        found.seed(seed)


@cache
def load(name: str) -> "Engine[Any]":
    """Imports an engine, and with it the framework it stands on.

    Raises:
        EngineError: there is none of that name, or its framework is not installed.
    """
    if name != SPEC and not is_engine(name):
        near = closest(name, names())
        raise EngineError(f"no engine is called {name!r}{near}", expected=", ".join(names()))
    if name not in (SPEC, "numpy"):
        keep_freed()
    try:
        with drawing_nothing():
            return import_module(module_of(name)).ENGINE
    except ModuleNotFoundError as error:
        raise EngineError(
            f"the {name} engine needs a package that is not installed",
            expected=", ".join(filter(installed, names())),
            got=f"no module named {error.name!r}",
            todo=about(name).install,
        ) from None


@cache
def find(name: str, fallback: tuple[str, ...] = ()) -> "Engine[Any]":
    """Returns an engine, or where it is not installed, loudly, the first of others that is.

    Args:
        name: an engine's name, or "auto" for the first that is installed.
        fallback: what to take instead, in this order.

    Raises:
        EngineError: none of them is there.
    """
    if name == AUTO:
        return load(next(iter(can_train()), "numpy"))
    other = next((other for other in fallback if installed(other)), None)
    if other is None or name == SPEC or not is_engine(name) or installed(name):
        return load(name)
    log.warning(
        "the %s engine is not installed (%s): using %s instead",
        name, about(name).install, other,
    )  # fmt: skip
    return load(other)


def engine() -> "Engine[Any]":
    """Returns the engine in use: the innermost `using`, else the configured one."""
    return _engine.get() or find(CONFIG.engine, CONFIG.fallback)


def chosen() -> str:
    """Returns the name of the engine in use, or "auto", without importing it."""
    return active.name if (active := _engine.get()) else CONFIG.engine


def meet_kin(*, unasked: bool = True) -> bool:
    """Makes layers what they are to the framework of the engine in use, where they are anything.

    Args:
        unasked: whether it waits for the program to import the framework itself.

    Returns:
        Whether they are.
    """
    name = chosen()
    if not is_engine(name) or not about(name).kin or (unasked and not _is_imported(name)):
        return False
    return installed(name) and load(name).name == name


def is_chosen_here() -> bool:
    """Returns whether an engine was chosen for the block under way."""
    return _engine.get() is not None


def device() -> str | None:
    """Returns the device chosen for the block under way, if one was."""
    return _device.get()


def computes_on_host() -> bool:
    """Returns whether the block under way computes on the processor, in the program's memory."""
    return (device() or engine().devices()[0]).startswith("cpu")


@contextmanager
def using(chosen: "str | Engine[Any]", device: str | None = None) -> Generator["Engine[Any]"]:
    """Makes an engine the current one inside the block.

    Args:
        chosen: an engine or its name.
        device: where it computes; where it did before by default.
    """
    found = find(chosen, CONFIG.fallback) if isinstance(chosen, str) else chosen
    place = device or _device.get()
    engine_token, device_token = _engine.set(found), _device.set(place)
    try:
        with nullcontext() if place is None or found.name == "spec" else found.device(place):
            yield found
    finally:
        _device.reset(device_token)
        _engine.reset(engine_token)


@contextmanager
def in_earnest() -> Generator[None]:
    """Computes with values inside the block, though shapes alone are worked out around it."""
    active = _engine.get()
    if active is None or active.name != "spec":
        yield
        return
    token = _engine.set(None)
    try:
        with outside_of_state():
            yield
    finally:
        _engine.reset(token)


def owner(value: object) -> "Engine[Any] | None":
    """Returns the engine whose tensor a value is; None where it is none of a framework's."""
    name = home(type(value))
    found = load(name) if name else None
    if found is None:
        return None
    return found if found.is_tensor(value) or found.is_sparse(value) else None


def coordinates(value: Any) -> Coordinates | None:
    """Returns what a sparse tensor or matrix holds; None for what is not sparse."""
    if isinstance(value, Coordinates):
        return value
    if is_matrix(value):
        return of_matrix(value)
    source = owner(value)
    return source.coordinates(value) if source is not None and source.is_sparse(value) else None


def _moved_sparse(active: "Engine[Any]", value: Any, dtype: str | None) -> Any:
    """Returns a sparse tensor of the engine in use, a dense one where it has none."""
    if not active.is_sparse(value):
        found = coordinates(value)
        if found is None:
            return None
        indices = active.asarray(to_numpy(found.indices), "int32")
        values = active.asarray(to_numpy(found.values))
        value = active.sparse(Coordinates(indices, values, found.shape, found.unique))
    return value if dtype in (None, active.dtype_of(value)) else active.cast(value, dtype)


def _kept(tensor: Any) -> EngineError:
    return EngineError(
        "a tensor without values came where values are computed with",
        got=repr(tensor),
        todo="it was kept from a call that a model was being described by: keep numbers in a "
        "variable, and write v.assign(...) or v.assign_add(...); `self.v = ...` and `self.v += "
        "...` put a tensor in the variable's place",
    )


def as_tensor(value: Any, dtype: str | None = None) -> Any:
    """Returns any value as a tensor of the engine in use.

    A tensor of another engine comes over through DLPack where both can, else by the host.

    Args:
        value: what an engine's `asarray` takes, or a tensor of any engine.
        dtype: cast to, if given.
    """
    import numpy as np

    active = engine()
    if active.is_tensor(value):
        return value if dtype is None else active.asarray(value, dtype)
    if isinstance(value, Valueless):
        raise _kept(value)
    if not issubclass(type(value), np.ndarray):
        sparse = _moved_sparse(active, value, dtype)
        if sparse is not None:
            return sparse
    source = owner(value)
    if source is None:
        return active.asarray(value, dtype)
    if not source.is_sparse(value) and not source.is_concrete(value):
        raise EngineError(
            f"a tensor that the {source.name} engine is tracing came to the {active.name} engine",
            todo=f'compute with it there: with tahr.engine("{source.name}"): dataset.map(layer)',
        )
    try:
        return active.asarray(value, dtype)
    except (BufferError, RuntimeError, TypeError, ValueError):
        return active.asarray(source.to_numpy(value), dtype)


def to_numpy(value: Any) -> Any:
    """Brings a tensor of whichever engine to the host."""
    import numpy as np

    if issubclass(type(value), np.ndarray):
        return value
    active = engine()
    if active.is_tensor(value):
        return active.to_numpy(value)
    found = coordinates(value)
    if found is not None:
        return _spread(found)
    source = owner(value)
    return np.asarray(value) if source is None else source.to_numpy(value)


def _spread(found: Coordinates) -> Any:
    """Returns a dense array of NumPy's with the values of a sparse tensor."""
    import numpy as np

    indices, values = to_numpy(found.indices), to_numpy(found.values)
    inside = (indices < np.array(found.shape)).all(axis=-1)
    dense = np.zeros(found.shape, values.dtype)
    np.add.at(dense, tuple(indices[inside].T), values[inside])
    return dense
