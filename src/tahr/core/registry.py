"""Which names in a configuration stand for which classes and functions.

Two tables: what Tahr itself offers (filled by `known_as`), and what users register. A file
can name nothing else.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from tahr.core.errors import ArgumentError, told
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import is_mapping

T = TypeVar("T")

CLASSES: dict[tuple[str, str], Any] = {}
"""Tahr's own, by the module and name that Keras writes: `("keras.layers", "Dense")`."""


@dataclass
class _Hook:
    complete: Callable[[], None] | None = None


_HOOK = _Hook()
_custom: dict[str, Any] = {}
_NONE: Mapping[str, Any] = {}
_scoped: ContextVar[Mapping[str, Any]] = ContextVar("custom_objects", default=_NONE)


def known_as(module: str, *names: str) -> Callable[[T], T]:
    """Lets a class or function be named in a file, under a Keras module and its own name.

    Args:
        module: the module.
        *names: what files call it, where that is not its own name, the one they write first.
    """

    def register(item: T) -> T:
        for name in names or (item.__name__,):  # type: ignore[attr-defined]
            CLASSES[module, name] = item
        own = item.__name__  # type: ignore[attr-defined]
        item._module_in_files = module  # type: ignore[attr-defined]
        item._name_in_files = names[0] if names and own not in names else own  # type: ignore[attr-defined]
        return item

    return register


def install(complete: Callable[[], None]) -> None:
    """Sets what imports every module of Tahr that adds to `CLASSES`."""
    _HOOK.complete = complete


def complete() -> None:
    """Fills `CLASSES` with all of Tahr's own, where some has not been imported yet."""
    if _HOOK.complete is not None:
        _HOOK.complete()


@ends_at_user
def register_serializable(package: str = "Custom", name: str | None = None) -> Callable[[T], T]:
    """Registers a user's class or function, so that a file which names it can be loaded.

    Args:
        package: a name space.
        name: the name inside it; the object's own by default.

    Example:
        >>> @register_serializable("mine")
        ... def double(x):
        ...     return 2 * x
        >>> registered_object("mine>double") is double
        True
    """

    def register(item: T) -> T:
        if isinstance(item, type) and not hasattr(item, "get_config"):
            raise ArgumentError(
                "cannot register a class that has no get_config method", where=item.__name__
            )
        full = f"{package}>{name or item.__name__}"  # type: ignore[attr-defined]
        _custom[full] = item
        item._registered_name = full  # type: ignore[attr-defined]
        return item

    return register


@ends_at_user
def registered_name(obj: Any) -> str:
    """Returns the name something was registered under, else its own.

    Args:
        obj: a class or function.
    """
    return getattr(obj, "__dict__", {}).get("_registered_name") or obj.__name__


def is_registered(item: Any) -> bool:
    """Returns whether a user registered this class or function."""
    return _custom.get(registered_name(item)) is item


def registered_object(name: str, custom_objects: Mapping[str, Any] | None = None) -> Any | None:
    """Finds what a name stands for: the given table, open scopes, then the registry."""
    for table in (custom_objects or {}, _scoped.get(), _custom):
        if name in table:
            return table[name]
    return None


@ends_at_user
def custom_objects() -> dict[str, Any]:
    """Returns the registry of user objects, open to change."""
    return _custom


def check_custom_objects(given: object) -> None:
    """Checks what was given for custom objects.

    Args:
        given: classes and functions by their names, or None.

    Raises:
        ArgumentError: it is something else.
    """
    if given is None or (is_mapping(given) and all(isinstance(k, str) for k in given)):
        return
    raise ArgumentError(
        "custom_objects is a dict from names to classes and functions",
        expected='{"MyLayer": MyLayer}',
        got=told(given),
    )


@contextmanager
def custom_object_scope(custom_objects: Mapping[str, Any] | None) -> Generator[None]:
    """Registers custom objects inside the block.

    Args:
        custom_objects: classes and functions by their names; None for none.

    Raises:
        ArgumentError: it is something else.
    """
    check_custom_objects(custom_objects)
    token = _scoped.set({**_scoped.get(), **(custom_objects or {})})
    try:
        yield
    finally:
        _scoped.reset(token)
