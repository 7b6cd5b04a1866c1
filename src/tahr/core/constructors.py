"""What the constructors of a class and of its bases take, put together."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Never, Unpack, get_args, get_origin

from tahr.core.weakly import once

Parameters = Mapping[str, inspect.Parameter]
UNNAMED = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


@once
def names(cls: Callable[..., Any]) -> tuple[str, ...]:
    """Returns the names of the arguments of a class, those of its bases included."""
    return tuple(name for name, p in merged(cls).items() if p.kind not in UNNAMED)


def default(cls: Callable[..., Any], name: str) -> Any:
    """Returns what an argument of a class is where it is not given."""
    return merged(cls)[name].default


@once
def signature(cls: Callable[..., Any]) -> inspect.Signature:
    """Returns the signature of a class; what it hands on stands in it where that is typed."""
    made_by = next(constructors(cls), (None, None))[0]
    if made_by is None:
        return inspect.Signature()
    own = inspect.signature(made_by)
    if any(get_origin(p.annotation) is Unpack for p in own.parameters.values()):
        return own.replace(parameters=list(merged(cls).values()))
    return own.replace(parameters=list(own.parameters.values())[1:])


@once
def parameters(function: Callable[..., Any]) -> Parameters:
    """Returns the parameters of a method by name, without its `self`."""
    return dict(list(inspect.signature(function).parameters.items())[1:])


def places(function: Callable[..., Any]) -> list[str]:
    """Returns the names of the parameters that a method takes by place."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [name for name, p in parameters(function).items() if p.kind in kinds]


def takes_any(function: Callable[..., Any]) -> bool:
    """Returns whether a method takes any keyword; `**kwargs: Never` is there to refuse them."""
    return _handed_on(function) not in (None, Never)


def _handed_on(function: Callable[..., Any]) -> Any:
    """Returns the annotation of the keywords that a constructor hands on; None for none."""
    kinds = {p.kind: p.annotation for p in parameters(function).values()}
    return kinds.get(inspect.Parameter.VAR_KEYWORD)


def constructors(cls: Any) -> Iterator[tuple[Callable[..., Any], frozenset[str] | None]]:
    """Goes through the constructors of a class and its bases, as far as keywords are handed on.

    With each comes which arguments reach it so; None for all. What a base of Tahr's is made with
    that files cannot name, its subclasses settle.
    """
    handed: frozenset[str] | None = None
    first = True
    for base in inspect.getmro(cls):
        made_by = vars(base).get("__init__")
        if made_by is None or base is object:
            continue
        yield made_by, handed if first or not _is_inner(base) else frozenset()
        first = False
        if not takes_any(made_by):
            return
        rest = _handed_on(made_by)
        if get_origin(rest) is Unpack:
            kept = get_args(rest)[0]
            handed = kept.__required_keys__ | kept.__optional_keys__


def _is_inner(cls: type) -> bool:
    return cls.__module__.startswith("tahr.") and "_module_in_files" not in vars(cls)


@once
def merged(cls: Any) -> Parameters:
    """Puts the parameters of constructors that hand on keywords together, in their order."""
    found: dict[str, inspect.Parameter] = {}
    rest: dict[str, inspect.Parameter] = {}
    settled: set[str] = set()
    for made_by, handed in constructors(cls):
        own = parameters(made_by)
        if handed is None or handed:
            rest = {n: p for n, p in own.items() if p.kind is p.VAR_KEYWORD}
        new = {n: p for n, p in own.items() if n not in {*found, *rest, *settled}}
        reached = {n: p for n, p in new.items() if handed is None or n in handed}
        settled |= new.keys() - reached.keys()
        found = _inserted(found, reached)
    return {**found, **rest}


def _inserted(found: Parameters, new: Parameters) -> dict[str, inspect.Parameter]:
    """Puts parameters where others have a place for any number, or else behind them."""
    kinds = [p.kind for p in found.values()]
    place = inspect.Parameter.VAR_POSITIONAL
    at = kinds.index(place) if place in kinds and new else len(kinds)
    items = list(found.items())
    behind = items[at + 1 :] if at < len(items) else []
    return dict([*items[:at], *new.items(), *behind])
