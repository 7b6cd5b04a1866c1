"""What to do about something that stands where a layer, a tensor or an object is wanted."""

from collections.abc import Callable
from types import FunctionType
from typing import Any

from tahr.core.errors import TahrError
from tahr.core.suggesting import closest

NAMES_ELSEWHERE = {"call": ("forward", "__call__"), "__getitem__": ("get_item",)}
"""What a method that must be written is called in other libraries."""


class MissingMethodError(TahrError, NotImplementedError):
    """A class lacks a method that it has to write."""


def missing_method(owner: object, method: str, otherwise: str | None = None) -> MissingMethodError:
    """Returns the error for a method that a class of the user's must write, and has not.

    Args:
        owner: an instance of it.
        method: the method's name.
        otherwise: what else could be done.

    Example:
        >>> class Mine:
        ...     def forward(self, x): return x
        >>> missing_method(Mine(), "call").todo
        'rename its `forward` to `call`'
    """
    cls = type(owner)
    own = [name for name, value in vars(cls).items() if callable(value) and name != method]
    meant = [name for name in NAMES_ELSEWHERE.get(method, ()) if name in own]
    meant += [name for name in own if closest(name, [method])]
    todo = f"rename its `{meant[0]}` to `{method}`" if meant else f"write `def {method}(self, ...)`"
    return MissingMethodError(
        f"{cls.__name__} has no `{method}` method",
        todo=todo if meant or otherwise is None else f"{todo}, or {otherwise}",
    )


def advice_about(value: Any, wanted: str = "layer") -> str | None:
    """Returns what to do about a value that is no layer, or no tensor.

    Args:
        value: what came.
        wanted: what should have come: "layer" or "tensor".

    Example:
        >>> advice_about(None)
        'look at what gave it: a function or method without return gives None'
        >>> advice_about("relu")
        "layers.Activation('relu') is the layer of an activation"
    """
    for fits, words in ADVICE[wanted]:
        if fits(value):
            return words(value)
    return None


def _about_sequence(value: Any) -> str:
    lone = issubclass(type(value), tuple) and len(value) == 1
    one = "a comma behind it makes a tuple of it; " if lone else ""
    return f"{one}give what is in it one by one, not in a {type(value).__name__}"


Rule = tuple[Callable[[Any], bool], Callable[[Any], str]]
ANYWHERE: tuple[Rule, ...] = (
    (
        lambda v: v is None,
        lambda _: "look at what gave it: a function or method without return gives None",
    ),
    (lambda v: isinstance(v, type), lambda v: f"make an instance: {v.__name__}(...)"),
)
ADVICE: dict[str, tuple[Rule, ...]] = {
    "layer": (
        *ANYWHERE,
        (
            lambda v: isinstance(v, str),
            lambda v: f"layers.Activation({v!r}) is the layer of an activation",
        ),
        (lambda v: isinstance(v, list | tuple), _about_sequence),
        (callable, lambda _: "wrap a function in layers.Lambda"),
    ),
    "tensor": (
        *ANYWHERE,
        (
            lambda v: isinstance(v, FunctionType),
            lambda v: f"call the function: {v.__name__}(...)",
        ),
        (
            lambda v: callable(v) and hasattr(v, "name"),
            lambda v: f"call the layer first: {v.name}(tensor)",
        ),
    ),
}
"""What may come in place of what is wanted, and what to do about it."""
