"""Where old spellings of keyword arguments are turned into today's.

The tables stand in `compat/`; they are read only when a call names an argument its function
does not have.
"""

import functools
import inspect
from abc import ABCMeta
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from tahr.core.suggesting import reworded
from tahr.core.tracebacks import at_users_line, methods_end_at_user
from tahr.core.weakly import once

P = ParamSpec("P")
R = TypeVar("R")
Translator = Callable[[str, dict[str, Any], frozenset[str]], dict[str, Any]]


@dataclass
class _Hook:
    translate: Translator | None = None
    names: Callable[[str], tuple[str, ...]] | None = None


_HOOK = _Hook()


def install(translator: Translator, names: Callable[[str], tuple[str, ...]]) -> None:
    """Sets what knows the old spellings.

    Args:
        translator: maps (owner, keywords, known names) to today's keywords.
        names: gives the other names of a figure in the logs.
    """
    _HOOK.translate = translator
    _HOOK.names = names


def other_names(name: str) -> tuple[str, ...]:
    """Gives the other names under which a figure in the logs may be known."""
    return _HOOK.names(name) if _HOOK.names else ()


@once
def _keywords(function: Callable[..., Any]) -> frozenset[str]:
    parameters = inspect.signature(function).parameters.values()
    return frozenset(p.name for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL))


def modern(owner: str, function: Callable[..., Any], keywords: dict[str, Any]) -> dict[str, Any]:
    """Gives the keywords in today's spelling."""
    known = _keywords(function)
    if _HOOK.translate is None or keywords.keys() <= known:
        return keywords
    return _HOOK.translate(owner, keywords, known)


def accepts_old_spellings(function: Callable[P, R]) -> Callable[P, R]:
    """Lets a function be called with keyword names of earlier Keras versions."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if kwargs:
            kwargs = modern(function.__name__, function, kwargs)  # type: ignore[assignment]
        return function(*args, **kwargs)

    return wrapper


ENTRANCES = frozenset({
    "add", "add_loss", "add_weight", "apply", "apply_gradients", "assign", "build",
    "build_from_config", "compile", "compile_from_config", "compute_output_shape", "count_params",
    "evaluate", "export", "fit", "from_config", "get_config", "get_layer", "get_metrics_result",
    "get_weights", "load_own_variables", "load_weights", "minimize", "pop", "predict",
    "predict_on_batch", "result", "save", "save_weights", "set_state", "set_weights",
    "stateless_apply", "stateless_call", "summary", "test_on_batch", "to", "to_json",
    "train_on_batch", "update_state",
})  # fmt: skip
"""Methods of Tahr's own classes that users call: errors that leave them end at the user's line."""


class Configured(ABCMeta):
    """The class of configurable classes: translates keywords, remembers the arguments.

    What a constructor was called with is kept as `_arguments`, from which `get_config` can be
    derived where a class writes none of its own.
    """

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> None:
        super().__init__(name, bases, namespace)
        if cls.__module__.startswith("tahr."):
            methods_end_at_user(ENTRANCES & namespace.keys())(cls)

    @property
    def __signature__(cls) -> inspect.Signature:
        """The constructor's, for `inspect.signature` and editors."""
        if cls.__init__ is object.__init__:
            return inspect.Signature()
        whole = inspect.signature(cls.__init__)
        return whole.replace(parameters=list(whole.parameters.values())[1:])

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Makes an instance."""
        try:
            if kwargs:
                kwargs = modern(cls.__name__, cls.__init__, kwargs)
            made = cls.__new__(cls, *args, **kwargs)
            if not isinstance(made, cls):
                return made
            if "_arguments" not in made.__dict__:
                object.__setattr__(made, "_arguments", (args, kwargs))
            type(made).__init__(made, *args, **kwargs)
            return made
        except Exception as error:
            reworded(error, cls.__init__, cls.__name__)
            at_users_line(error)
            raise
