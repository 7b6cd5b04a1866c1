"""Functions that say themselves what their gradient is."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from tahr.core import trees
from tahr.core.current import engine
from tahr.core.variables import Variable


def custom_gradient(f: Callable[..., tuple[Any, Callable[..., Any]]]) -> Callable[..., Any]:
    """Makes a function's gradient what the function says.

    Args:
        f: gets tensors, gives its result and a function from the gradient of the result to
            those of the tensors. That function may take the gradient as its only argument or
            as the keyword `upstream`.

    Returns:
        A function that gives f's result alone.

    Example:
        >>> @custom_gradient
        ... def pass_on(x):
        ...     return x * 0.0, lambda upstream: upstream
        >>> float(pass_on(engine().full((), 3.0, "float32")))
        0.0
    """

    @functools.wraps(f)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        def inner(*tensors: Any) -> tuple[Any, Callable[..., Any]]:
            out, gradient = f(*tensors, **kwargs)
            return out, _taking_one(gradient)

        return engine().custom_gradient(inner)(*trees.map(_value, args))

    return wrapper


def _value(leaf: Any) -> Any:
    return leaf.value if isinstance(leaf, Variable) else leaf


def _taking_one(gradient: Callable[..., Any]) -> Callable[..., Any]:
    """Returns the function with the gradient of the result as its one argument."""
    named = inspect.signature(gradient).parameters.get("upstream")
    if named is not None and named.kind is named.KEYWORD_ONLY and named.default is named.empty:
        return lambda upstream: gradient(upstream=upstream)
    return gradient
