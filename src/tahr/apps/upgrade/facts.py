"""What the tables of `compat/` and Tahr's own signatures say of names and arguments."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from tahr.compat import today as tables
from tahr.compat.aliases import ALIASES, KERAS_1, LOWER, aliases_of
from tahr.compat.backend_today import NO_FUNCTION
from tahr.compat.missing import names_in
from tahr.compat.modules import MOVED, ROOTS
from tahr.compat.names_of_keras import MODULES
from tahr.core import constructors

TENSORFLOW = ("tensorflow", "tensorflow.python", "tensorflow.contrib", "tensorflow.compat.v1")
LEFT = {**{path: module for path, module in MOVED.items() if path not in MODULES}, **tables.MOVED}
"""Modules that Keras 3 has not, and where their names stand today."""


@dataclass(frozen=True)
class Today:
    """A name of an earlier version, as it is today.

    Attributes:
        path: inside Keras, as `layers.Conv2D`.
        exists: whether Keras 3 has it.
        hint: what to use where it has not.
    """

    path: str
    exists: bool
    hint: str | None = None


@cache
def inside(fullname: str) -> str | None:
    """Returns the path inside Keras of an imported name: "" for Keras, None for what is not in it.

    Example:
        >>> inside("tensorflow.keras.layers.Dense"), inside("keras_core"), inside("numpy.mean")
        ('layers.Dense', '', None)
    """
    for root in sorted((*ROOTS, "tensorflow.compat.v1.keras"), key=len, reverse=True):
        if f"{fullname}.".startswith(f"{root}."):
            return fullname.removeprefix(root).removeprefix(".")
    return None


@cache
def today(path: str) -> Today:
    """Returns what a name or a module is today.

    Args:
        path: inside Keras, as a program of any version writes it.

    Example:
        >>> today("layers.convolutional.Convolution2D").path, today("layers.core.Dense").path
        ('layers.Conv2D', 'layers.Dense')
        >>> today("models.Graph").hint
        'keras.Model, and layers called on tensors'
    """
    if path in MODULES or not path:
        return Today(path, exists=True)
    module, _, name = path.rpartition(".")
    if module in tables.OTHERWISE:
        return Today(path, exists=False, hint=tables.OTHERWISE[module])
    module = _module(module)
    whole = f"{module}.{name}".removeprefix(".")
    if whole in tables.RENAMED:
        return Today(tables.RENAMED[whole], exists=True)
    name = _called(module, name)
    places = [module, *(_ELSEWHERE if module in ("", *_ELSEWHERE) else ())]
    place = next((p for p in places if name in names_in(p)), None)
    if place is not None:
        return Today(f"{place}.{name}".removeprefix("."), exists=True)
    hints = [(p, tables.GONE.get(f"{p}.{name}".removeprefix("."))) for p in places]
    place, hint = next(((p, h) for p, h in hints if h), (module, None))
    if module == "backend":
        hint = NO_FUNCTION.get(name, hint)
    return Today(f"{place}.{name}".removeprefix("."), exists=False, hint=hint)


_ELSEWHERE = ("", "layers", "models", "utils")
"""Modules whose names have stood in one another, and that are searched in this order."""


def _called(module: str, name: str) -> str:
    """Returns what a name of a module is called today: an old one that Keras 3 has may stay."""
    if name in KERAS_1.get(module, {}):
        return KERAS_1[module][name]
    if name in names_in(module) and not name.startswith(("Convolution", "SeparableConvolution")):
        return name
    return {**_LOWER.get(module, {}), **ALIASES.get(module, {})}.get(name, name)


def _module(path: str) -> str:
    """Returns where the names of a module stand today."""
    for end in range(path.count(".") + 1, 0, -1):
        first = ".".join(path.split(".")[:end])
        if first in LEFT:
            return ".".join(p for p in (LEFT[first], path.removeprefix(first).strip(".")) if p)
    return path


_LOWER = {module: aliases_of(module, names_in(module)) for module in LOWER}


def is_module(path: str) -> bool:
    """Returns whether some version of Keras had a module of that path."""
    return not path or path in MODULES or path in LEFT or path in MOVED


@cache
def parameters(path: str) -> tuple[str, ...]:
    """Returns what a class or function of today takes, in order; empty where it is not known.

    Example:
        >>> parameters("layers.Dense")[:3]
        ('units', 'activation', 'use_bias')
        >>> parameters("Model.fit")[:3]
        ('x', 'y', 'batch_size')
    """
    if path.rpartition(".")[2] == "Model":
        return ("inputs", "outputs", "name")
    module, _, name = path.rpartition(".")
    try:
        owner = import_module(f"tahr.{module}" if module else "tahr")
    except ModuleNotFoundError:
        parent, _, cls = module.rpartition(".")
        owner = getattr(import_module(f"tahr.{parent}" if parent else "tahr"), cls, None)
        return tuple(constructors.parameters(getattr(owner, name))) if owner else ()
    found = getattr(owner, name, None)
    if inspect.isclass(found):
        return tuple(n for n in constructors.names(found) if not n.startswith("_"))
    return tuple(inspect.signature(found).parameters) if callable(found) else ()
