"""What a misspelt name may have meant."""

import inspect
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from tahr.core.errors import ArgumentError

UNEXPECTED = "got an unexpected keyword argument "
WIDTH = 70
"""Characters that the parameters of a function may take in an error."""


class UnknownArgumentError(ArgumentError, TypeError):
    """A function is called with other arguments than it has."""


class UnknownAttributeError(AttributeError):
    """An object has no such attribute; the nearest name is looked for when the error is shown."""

    def __init__(self, owner: str, name: str, remark: Callable[[], str]) -> None:
        super().__init__(f"{owner} has no attribute {name!r}", name=name, obj=None)
        self._remark = remark

    def __str__(self) -> str:
        return f"{self.args[0]}{self._remark()}"


def is_missing(error: BaseException) -> bool:
    """Returns whether an error is about a name that a module of Tahr's does not have."""
    return isinstance(error, UnknownAttributeError) and str(error).startswith("module ")


ELSEWHERE = {
    "dim": "axis", "keepdim": "keepdims", "lr": "learning_rate", "in_features": "units",
    "out_features": "units", "out_channels": "filters", "reduction_indices": "axis", "p": "rate",
}  # fmt: skip
"""What arguments are called in other libraries, and here."""


def closest(name: object, known: Iterable[str]) -> str:
    """Returns the end of an error: which known names come close.

    Example:
        >>> closest("activaton", ["activation", "units"])
        "; did you mean 'activation'?"
    """
    known = list(known)
    near = get_close_matches(str(name), known, 3, 0.6)
    if ELSEWHERE.get(str(name)) in known:
        near = [ELSEWHERE[str(name)]]
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


def names_of(function: Callable[..., Any]) -> frozenset[str]:
    """Returns the names by which a function takes arguments."""
    parameters = inspect.signature(function).parameters.values()
    unnamed = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return frozenset(p.name for p in parameters if p.kind not in unnamed and p.name != "self")


def reworded(
    error: Exception,
    function: Callable[..., Any],
    owner: str,
    given: Iterable[str] = (),
) -> Exception:
    """Returns the error to raise for one that left a function.

    What Python says about a call that does not fit the function's parameters is said again with
    the name that users know, the nearest argument and what the function takes.

    Args:
        error: what left the function, of whatever kind.
        function: what was called.
        owner: its name as users call it.
        given: names of the arguments that came by name.
    """
    text = error.args[0] if type(error) is TypeError and error.args else None
    qualified = f"{getattr(function, '__qualname__', '')}() "
    if not isinstance(text, str) or not text.startswith(qualified):
        return error
    better = _unfit(text.removeprefix(qualified), function, owner, given)
    better.__suppress_context__ = True
    return better


def _unfit(
    text: str, function: Callable[..., Any], owner: str, given: Iterable[str]
) -> UnknownArgumentError:
    known = names_of(function)
    if text.startswith(UNEXPECTED):
        name = text.removeprefix(UNEXPECTED).partition(". Did you mean")[0].strip("'")
        return unknown_arguments(f"{owner}()", [name], known)
    unknown = [name for name in given if name not in known]
    if "missing" in text and any(closest(name, known) for name in unknown):
        return unknown_arguments(f"{owner}()", unknown, known)
    return UnknownArgumentError(f"{owner}() {text}", expected=usage(function, owner))


def usage(function: Callable[..., Any], owner: str) -> str:
    """Returns how a function is called, its first parameters at least.

    Example:
        >>> usage(closest, "closest")
        'closest(name, known)'
    """
    shown: list[str] = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "self" and function.__name__ != "call":
            continue
        plain = parameter.replace(annotation=inspect.Parameter.empty)
        shown.append(str(plain))
        if sum(map(len, shown)) > WIDTH:
            shown[-1] = "…"
            break
    name = "def call" if function.__name__ == "call" else owner
    return f"{name}({', '.join(shown)})"
