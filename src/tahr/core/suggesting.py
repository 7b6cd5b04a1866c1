"""What a misspelt name may have meant."""

import inspect
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from tahr.core.errors import ArgumentError

UNEXPECTED = "got an unexpected keyword argument "


class UnknownArgumentError(ArgumentError, TypeError):
    """A function is called with an argument it does not have."""


class UnknownAttributeError(AttributeError):
    """An object has no such attribute; the nearest name is looked for when the error is shown."""

    def __init__(self, owner: str, name: str, remark: Callable[[], str]) -> None:
        super().__init__(f"{owner} has no attribute {name!r}", name=name, obj=None)
        self._remark = remark

    def __str__(self) -> str:
        return f"{self.args[0]}{self._remark()}"


def is_missing(error: BaseException) -> bool:
    """Tells whether an error is about a name that a module of Tahr's does not have."""
    return isinstance(error, UnknownAttributeError) and str(error).startswith("module ")


def closest(name: object, known: Iterable[str]) -> str:
    """Returns the end of an error: which known names come close.

    Example:
        >>> closest("activaton", ["activation", "units"])
        "; did you mean 'activation'?"
    """
    near = get_close_matches(str(name), list(known), 3, 0.6)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""


def public(owner: object) -> list[str]:
    """Returns the names of what users may ask an object for."""
    return [name for name in dir(owner) if not name.startswith("_")]


def unknown_arguments(
    owner: str, names: Iterable[str], known: Iterable[str], where: str | None = None
) -> UnknownArgumentError:
    """Returns the error for arguments that a function does not have.

    Args:
        owner: the function or class, as users call it.
        names: of the arguments.
        known: names of those it has.
        where: the layer's name.
    """
    names, known = list(names), list(known)
    head = f"{owner} takes no argument {', '.join(map(repr, names))}"
    return UnknownArgumentError(head + (closest(names[0], known) if names else ""), where=where)


def arguments_of(cls: type) -> frozenset[str]:
    """Returns the names of the keyword arguments of a class, those of its bases included."""
    found: set[str] = set()
    for base in cls.__mro__:
        made_by = vars(base).get("__init__")
        if made_by is not None and base is not object:
            found |= names_of(made_by)
    return frozenset(found)


def names_of(function: Callable[..., Any]) -> frozenset[str]:
    """Returns the names by which a function takes arguments."""
    parameters = inspect.signature(function).parameters.values()
    unnamed = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return frozenset(p.name for p in parameters if p.kind not in unnamed and p.name != "self")


def reworded(error: Exception, function: Callable[..., Any], owner: str) -> None:
    """Rewords what Python says about a call that does not fit a function's parameters.

    Names of inner classes go, and the nearest argument is offered.

    Args:
        error: what left the function, of whatever kind.
        function: what was called.
        owner: its name as users call it.
    """
    text = error.args[0] if type(error) is TypeError and error.args else None
    qualified = f"{getattr(function, '__qualname__', '')}() "
    if not isinstance(text, str) or not text.startswith(qualified):
        return
    rest = text.removeprefix(qualified)
    if rest.startswith(UNEXPECTED):
        rest = rest.partition(". Did you mean")[0]
        name = rest.removeprefix(UNEXPECTED).strip("'")
        rest += closest(name, names_of(function))
    error.args = (f"{owner}() {rest}",)
