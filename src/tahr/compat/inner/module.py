"""A module of `keras.src` that stands in the list: it hands every name on."""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from tahr.compat.inner.names import NAMES, PUBLIC, within
from tahr.compat.missing import attribute_of


class Inner(ModuleType):
    """A module inside `keras.src`: its names in the list first, then what is public.

    Args:
        fullname: the name by which it is imported.
        inside: its path inside `keras.src`; "" for that itself.
        public: finds the public module of the same path; None where there is none.
    """

    def __init__(self, fullname: str, inside: str, public: Callable[[], ModuleType | None]) -> None:
        super().__init__(fullname, "Names of a module inside Keras, handed on.")
        self.__path__ = []
        self._inside = inside
        self._public = public

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        lead = NAMES.get(self._inside, {}).get(name)
        if lead is not None:
            return _at(lead)
        if within(f"{self._inside}.{name}".removeprefix(".")):
            return import_module(f"{self.__name__}.{name}")
        for module in map(import_module, PUBLIC.get(self._inside, ())):
            if name in dir(module):
                return getattr(module, name)
        public = self._public()
        if public is not None:
            return getattr(public, name)
        raise attribute_of(f"keras.{self._inside}", name, self.__name__)


def _at(lead: str) -> Any:
    module, _, name = lead.partition(":")
    return getattr(import_module(module), name)
