"""The arguments of a class as data, read from its constructor and its docstring.

An argument is stated once, in the signature: its name, its type, its default and what it may be
(`Literal["dot", "concat"]`, `Fraction`, `Axes`). `arguments` reads that, with the line of the
docstring about it; `checked` refuses what an argument may not be.
"""

import functools
import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from tahr.core.constructors import UNNAMED, constructors, names, parameters
from tahr.core.docstrings import documentation
from tahr.core.errors import ArgumentError, told
from tahr.core.ranges import AnyCase, Formerly, Kind, Range
from tahr.core.weakly import once

F = TypeVar("F", bound=Callable[..., None])


@dataclass(frozen=True)
class Argument:
    """One argument of a class.

    Args:
        name: as it is given by name.
        type: its annotation, without the range.
        default: what it is where it is not given; `inspect.Parameter.empty` where it has to be.
        says: one line about it.
        choices: the values it may have, where they are few.
        range: the numbers it may be, where not any.
        kind: what it is, where that is checked and no matter of size.
        optional: whether None is among what it may be.
        any_case: whether choices may be written in capitals.
        formerly: what choices may be called beside.
    """

    name: str
    type: Any
    default: Any
    says: str = ""
    choices: tuple[Any, ...] = ()
    range: Range | None = None
    kind: Kind | None = None
    optional: bool = False
    any_case: bool = False
    formerly: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether it has to be given."""
        return self.default is inspect.Parameter.empty

    def holds(self, value: object) -> bool:
        """Returns whether a value is one of the choices, in the range, and of the kind."""
        if value is None and self.optional:
            return True
        if self.choices:
            if not isinstance(value, str):
                return False
            words = (*self.choices, *self.formerly)
            if self.any_case:
                return value.casefold() in {word.casefold() for word in words}
            return value in words
        return all(limit.holds(value) for limit in (self.range, self.kind) if limit)

    def refusal(self, value: object, where: str) -> ArgumentError:
        """Returns the error for a value that it may not be."""
        if self.choices:
            expected = ", ".join(map(repr, self.choices)) + (", None" if self.optional else "")
            return ArgumentError(
                f"{self.name} cannot be {told(value)}", where=where, expected=expected
            )
        or_none = ", or None" if self.optional else ""
        return ArgumentError(
            f"{self.name} must be {self.range or self.kind}{or_none}", where=where, got=told(value)
        )


@once
def arguments(cls: Callable[..., Any]) -> tuple[Argument, ...]:
    """Reads the arguments of a class, in the order of its signature, those of its bases included.

    Args:
        cls: a layer, loss, metric, optimizer, schedule, initializer, regularizer or constraint,
            of Tahr's or a user's.

    Example:
        >>> from tahr.layers import Dropout
        >>> rate = arguments(Dropout)[0]
        >>> rate.name, rate.type, str(rate.range), rate.required, rate.says
        ('rate', <class 'float'>, 'a number from 0 to 1', True, 'the fraction, 0 to 1.')
    """
    says = documentation(cls)
    found: dict[str, Argument] = {}
    for made_by, _ in constructors(cls):
        found = {**_typed(made_by), **found}
    found |= {name: replace(less, default=found[name].default) for name, less in _less(cls).items()}
    return tuple(replace(found[name], says=says.get(name, "")) for name in names(cls))


@once
def _typed(made_by: Callable[..., Any]) -> Mapping[str, Argument]:
    hints = get_type_hints(made_by, include_extras=True)
    return {
        name: _argument(name, hints.get(name, Any), p.default)
        for name, p in parameters(made_by).items()
        if p.kind not in UNNAMED
    }


def _argument(name: str, hint: Any, default: Any) -> Argument:
    """Makes an argument of its annotation, which may hold a range or choices, and None."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Literal:
        return Argument(name, hint, default, choices=parts)
    if origin is Annotated:
        inner = _argument(name, parts[0], default)
        limits = next((note for note in parts[1:] if isinstance(note, Range)), inner.range)
        kind = next((note for note in parts[1:] if isinstance(note, Kind)), inner.kind)
        any_case = any(isinstance(note, AnyCase) for note in parts[1:])
        old = next((note.words for note in parts[1:] if isinstance(note, Formerly)), ())
        return replace(inner, range=limits, kind=kind, any_case=any_case, formerly=old)
    if origin in (Union, types.UnionType) and type(None) in parts:
        others = [_argument(name, part, default) for part in parts if part is not type(None)]
        if len(others) == 1:
            return replace(others[0], type=others[0].type | None, optional=True)
        return Argument(name, hint, default, optional=True)
    return Argument(name, hint, default)


def checked(made_by: F) -> F:
    """Has a constructor refuse what the annotations of its arguments do not allow.

    Example:
        >>> from tahr.core.ranges import Fraction
        >>> class Drop:
        ...     @checked
        ...     def __init__(self, rate: Fraction = 0.5) -> None:
        ...         self.rate = rate
        >>> Drop(2.0)
        Traceback (most recent call last):
            ...
        tahr.core.errors.ArgumentError: Drop: rate must be a number from 0 to 1
          got         2.0
    """

    @functools.wraps(made_by)
    def init(self: object, *args: Any, **kwargs: Any) -> None:
        kind = type(self)
        limited, less = _limited(made_by), _less(kind)
        for name, value in (*zip(parameters(made_by), args, strict=False), *kwargs.items()):
            limit = less.get(name) or limited.get(name)
            if limit is not None and not limit.holds(value):
                where = kwargs.get("name") or kind.__name__
                raise limit.refusal(value, str(where))
        made_by(self, *args, **kwargs)

    return init  # type: ignore[return-value]


@once
def _limited(made_by: Callable[..., Any]) -> Mapping[str, Argument]:
    return {n: a for n, a in _typed(made_by).items() if a.choices or a.range or a.kind}


@once
def _less(cls: Callable[..., Any]) -> Mapping[str, Argument]:
    """Reads what arguments may be in this class alone, where that is less than in its base."""
    narrowed: Mapping[str, Any] = getattr(cls, "narrowed", {})
    empty = inspect.Parameter.empty
    return {name: _argument(name, hint, empty) for name, hint in narrowed.items()}
