"""Every public name, where it is described, and what else it is called."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Name:
    """A public name: `Dense` of `tahr.layers`.

    Args:
        module: the public module.
        name: as a program writes it after the module.
        item: the class, function or constant.
    """

    module: str
    name: str
    item: Any

    @property
    def path(self) -> str:
        """The name with its module, which is its anchor too."""
        return f"{self.module}.{self.name}"

    @property
    def stands_in(self) -> str:
        """The module that its code stands in, public or not."""
        return str(getattr(self.item, "__module__", self.module))


def modules() -> Iterator[str]:
    """Yields the public modules, each after what it is a part of."""

    def inside(name: str) -> Iterator[str]:
        yield name
        for value in _values(import_module(name)).values():
            if isinstance(value, ModuleType) and value.__name__.startswith(f"{name}."):
                yield from inside(value.__name__)

    return inside("tahr")


def names(module: str) -> list[Name]:
    """Returns the public names of a module, but for those of modules."""
    found = _values(import_module(module))
    return [Name(module, name, value) for name, value in sorted(found.items(), key=_alphabetical)
            if not isinstance(value, ModuleType)]  # fmt: skip


@cache
def every_name() -> tuple[Name, ...]:
    """Returns the public names of all modules."""
    return tuple(name for module in modules() for name in names(module))


@cache
def homes() -> dict[str, Name]:
    """Returns by each public path the name under which it is described.

    This is where its code stands, if that is a public module, or else the first that has it.
    """
    by_item: dict[int, list[Name]] = {}
    for name in every_name():
        by_item.setdefault(id(name.item), []).append(name)
    return {name.path: min(by_item[id(name.item)], key=_rank) for name in every_name()}


@cache
def described() -> dict[str, list[str]]:
    """Returns the names that are described, by path, each with what else it is called."""
    found: dict[str, list[str]] = {}
    for path, home in homes().items():
        others = found.setdefault(home.path, [])
        if path != home.path:
            others.append(path)
    return found


def called(home: Name) -> list[Name]:
    """Returns all that a described name is called in its own module."""
    return [name for name in every_name()
            if name.module == home.module and homes()[name.path] is home]  # fmt: skip


def _rank(name: Name) -> tuple[bool, int, bool]:
    stands = f"{name.stands_in}.".startswith(f"{name.module}.")
    renamed = getattr(name.item, "__name__", name.name) != name.name
    return not stands, -len(name.module) * stands, renamed


def _values(module: ModuleType) -> dict[str, Any]:
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return {name: getattr(module, name) for name in listed if not name.startswith("__")}
    return {
        name: value for name, value in vars(module).items()
        if not name.startswith("_") and inspect.getmodule(value) is module
    }  # fmt: skip


def _alphabetical(pair: tuple[str, Any]) -> tuple[str, str]:
    return pair[0].lower(), pair[0]
