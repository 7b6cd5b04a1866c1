"""Attributes that do not belong to the state of a layer."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

Method = TypeVar("Method", bound=Callable[..., Any])


def no_automatic_dependency_tracking(method: Method) -> Method:
    """Leaves out of a layer's state what a method sets: no weights, no layers are found there.

    Args:
        method: of a layer.
    """

    @functools.wraps(method)
    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
        before = dict(vars(self))
        try:
            return method(self, *args, **kwargs)
        finally:
            now = vars(self)
            new = {name for name in now if name not in before or now[name] is not before[name]}
            self.untracked = frozenset({*self.untracked, *(new - {"built", "untracked"})})

    return wrapper  # type: ignore[return-value]
