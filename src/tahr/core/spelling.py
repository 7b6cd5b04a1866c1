"""Where old spellings are turned into today's.

The tables stand in `compat/`; of arguments they are read only when a call names one that its
function does not have, or a class by a name that Keras has given up.
"""

import functools
import inspect
from abc import ABCMeta
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, ParamSpec, TypeVar

from tahr.core import constructors
from tahr.core.errors import ArgumentError
from tahr.core.notices import old_spelling, silence
from tahr.core.old_words import KNOWN
from tahr.core.registry import CLASSES
from tahr.core.suggesting import reworded
from tahr.core.tracebacks import at_users_line, ends_at_user, methods_end_at_user
from tahr.core.weakly import once

P = ParamSpec("P")
R = TypeVar("R")


@once
def _keywords(function: Callable[..., Any]) -> frozenset[str]:
    parameters = inspect.signature(function).parameters.values()
    return frozenset(p.name for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL))


def modern(owner: str, function: Callable[..., Any], keywords: dict[str, Any]) -> dict[str, Any]:
    """Returns the keywords in today's spelling."""
    known = _keywords(function)
    if keywords.keys() <= known:
        return keywords
    return _translated(owner, keywords, known)


def _translated(owner: str, keywords: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    return KNOWN.spellings.keywords(owner, keywords, known)


def _owner(cls: type) -> str:
    """Returns the name under which the tables know a class: Tahr's own, for a user's subclass."""
    return next((c.__name__ for c in cls.__mro__ if _is_own(c)), cls.__name__)


def _is_own(cls: type) -> bool:
    return cls.__module__.startswith("tahr.")


def _renamed(old: str, today: str) -> property:
    """Makes an attribute that is another one under its old name."""

    def get(self: object) -> Any:
        old_spelling(f".{old}", f".{today}")
        return getattr(self, today)

    def set_to(self: object, value: Any) -> None:
        old_spelling(f".{old}", f".{today}")
        setattr(self, today, value)

    return property(get, set_to, doc=f"`{today}`, as it was called before.")


def by_position(
    owner: str, args: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Returns arguments given to a class by an old name, each by its own name where they are old.

    Args:
        owner: the old name.
        args: positional arguments.
        keywords: keyword arguments.
    """
    found = KNOWN.spellings.positions(owner, args, keywords)
    return (args, keywords) if found is None else ((), found)


FEW = 3
"""Up to so many positional arguments, the object first, no method had them in another order."""


def accepts_old_spellings(function: Callable[P, R]) -> Callable[P, R]:
    """Lets a function be called with keyword names of earlier Keras versions."""
    owner = function.__qualname__.removesuffix(".__init__").rpartition(".")[2]

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if len(args) > FEW:
            found = KNOWN.spellings.positions(owner, args[1:], kwargs)
            args, kwargs = (args, kwargs) if found is None else (args[:1], found)  # type: ignore[assignment]
        if kwargs:
            kwargs = KNOWN.spellings.heeded(owner, args, modern(owner, function, kwargs))  # type: ignore[assignment]
        return function(*args, **kwargs)

    return wrapper


ENTRANCES = frozenset({
    "adapt", "add", "add_loss", "add_variable", "add_weight", "apply", "apply_gradients", "assign",
    "build", "build_from_config", "compile", "compile_from_config", "compute_output_shape",
    "count_params", "evaluate", "exclude_from_weight_decay", "export", "fit", "from_config",
    "get_config", "get_layer", "get_metrics_result", "get_vocabulary", "get_weights",
    "load_own_variables", "load_weights", "minimize", "named_parameters", "parameters", "pop",
    "predict", "predict_on_batch", "result", "save", "save_weights", "set_state", "set_vocabulary",
    "set_weights", "stateless_apply", "stateless_call", "summary", "test_on_batch", "to",
    "to_json", "train_on_batch", "update_state",
})  # fmt: skip
"""Methods of Tahr's own classes that users call: errors that leave them end at the user's line."""


class Configured(ABCMeta):
    """The class of configurable classes: translates keywords, remembers the arguments.

    What a constructor was called with is kept as `_arguments`, from which `get_config` can be
    derived where a class writes none of its own.
    """

    ordered_before: bool = False
    """Whether Keras 1 had the class by the same name, with its arguments in another order."""
    _set_up_by: str | None = None
    """An attribute that the constructor of Tahr's own class sets, which a user's must call."""

    def __init__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], /, **kwargs: Any
    ) -> None:
        super().__init__(name, bases, namespace, **kwargs)
        if _is_own(cls):
            methods_end_at_user(ENTRANCES & namespace.keys())(cls)
            for old, today in KNOWN.spellings.attributes.get(name, {}).items():
                type.__setattr__(cls, old, _renamed(old, today))
            for inner, member in KNOWN.spellings.members.get(name, {}).items():
                type.__setattr__(cls, inner, member)

    @property
    def __signature__(cls) -> inspect.Signature:
        """The constructor's, for `inspect.signature` and editors."""
        return constructors.signature(cls)

    def __call__(cls: type[R], *args: Any, **kwargs: Any) -> R:
        """Makes an instance."""
        try:
            if args and getattr(cls, "ordered_before", False):
                placed, named = by_position(_owner(cls), args, kwargs)
                if not placed:
                    with silence():
                        return cls(**named)
            if kwargs and not kwargs.keys() <= _keywords(cls.__init__):
                meant, rest = _another(cls, kwargs)
                if meant is not None:
                    return meant(*args, **rest)
                kwargs = _translated(_owner(cls), kwargs, frozenset(constructors.names(cls)))
            made = cls.__new__(cls, *args, **kwargs)
            if not isinstance(made, cls):
                return made
            if "_arguments" not in made.__dict__:
                object.__setattr__(made, "_arguments", (args, kwargs))
            type(made).__init__(made, *args, **kwargs)
            set_up_by = getattr(cls, "_set_up_by", None)
            if set_up_by is not None and set_up_by not in made.__dict__:
                raise _not_set_up(cls)
            return made
        except Exception as error:
            better = reworded(error, cls.__init__, cls.__name__, kwargs)
            try:
                raise better
            except Exception:
                at_users_line(better)
                raise


def _another(cls: type, keywords: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Returns the layer of another name that keywords mean, and the others; None for none."""
    for keyword, names in KNOWN.spellings.meant.get(cls.__name__, {}).items():
        name = names.get(keywords.get(keyword)) if _is_own(cls) else None
        if name is not None:
            old_spelling(f"{cls.__name__}({keyword}={keywords[keyword]!r})", name)
            rest = {key: value for key, value in keywords.items() if key != keyword}
            return CLASSES["keras.layers", name], rest
    return None, keywords


def _not_set_up(cls: type) -> ArgumentError:
    return ArgumentError(
        "its __init__ does not set up the class it is made from",
        where=cls.__name__,
        todo="call super().__init__() first in its __init__",
    )


class OldName(Configured):
    """The class of classes that are another class under the name Keras 1 had for it.

    `class Old(New, metaclass=OldName)` makes instances of `New`, of arguments in the order and
    spelling of Keras 1 or of today. A user's subclass of it is a class of its own.
    """

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], /, **kwargs: Any
    ) -> Any:
        """Makes the name, with a constructor for those who make a subclass of it."""
        made = super().__new__(mcs, name, bases, namespace, **kwargs)
        new = _meant(made)
        if new is not None:

            @functools.wraps(new.__init__)
            def init(self: Any, *args: Any, **kwargs: Any) -> None:
                args, kwargs = by_position(name, args, kwargs)
                known = frozenset(constructors.names(new))
                new.__init__(self, *args, **_translated(name, kwargs, known))

            type.__setattr__(made, "__init__", init)
        return made

    @ends_at_user
    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Makes an instance of the class that is meant."""
        new = _meant(cls)
        if new is None:
            return super().__call__(*args, **kwargs)
        placed, named = by_position(cls.__name__, args, kwargs)
        if placed or not args:
            old_spelling(cls.__name__, new.__name__)
        with silence() if args and not placed else nullcontext():
            return new(*placed, **named)

    def __instancecheck__(cls, instance: object) -> bool:
        """Takes an instance of the class that is meant for one of its own."""
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass: type) -> bool:
        """Takes a subclass of the class that is meant for one of its own."""
        return (_meant(cls) or cls) in subclass.__mro__


def _meant(cls: type) -> type[Any] | None:
    """Finds the class that an old name stands for; None for a user's subclass of the name."""
    base = cls.__mro__[1]
    return None if isinstance(base, OldName) else base
