"""Ops that let probabilities carry the logits they were made of, and ops that make use of them."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from tahr.core import current, logits
from tahr.core.operators import OPS
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.ops.op import to_tensor
from tahr.ops.symbolic import SymbolicTensor

P = ParamSpec("P")
R = TypeVar("R")


def remembers(kind: logits.Kind) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Makes an op that turns logits into probabilities let these carry what they were made of.

    Args:
        kind: which probabilities they are.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        plain: Any = function

        @functools.wraps(function)
        def wrapper(x: Any, *args: Any, **kwargs: Any) -> Any:
            if isinstance(x, SymbolicTensor) or x is None:
                return plain(x, *args, **kwargs)
            x = x if current.engine().is_tensor(x) else to_tensor(x)
            result = plain(x, *args, **kwargs)
            axis = _axis(kind, len(x.shape), *args, **kwargs)
            if axis is not None or kind == "sigmoid":
                again = functools.partial(plain, *args, **kwargs)
                logits.keep(result, logits.Origin(kind, x, axis, again))
            return result

        public = OPS[function.__name__] = ends_at_user(wrapper)
        return cast("Callable[P, R]", public)

    return decorate


def _axis(kind: logits.Kind, rank: int, axis: Any = -1) -> int | None:
    """Returns the axis of a softmax, from the end; None where there are several."""
    if kind == "sigmoid" or not isinstance(axis, int) or not rank:
        return None
    return axis if axis < 0 else axis - rank


def prefers_logits(kind: logits.Kind) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Makes a crossentropy compute from the logits that its probabilities carry.

    Args:
        kind: which probabilities it is of.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        plain: Any = function
        bind = inspect.signature(function).bind

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            given = bind(*args, **kwargs).arguments
            if given.get("from_logits"):
                return plain(*args, **kwargs)
            found = logits_of(given["output"], kind, given.get("axis", -1))
            if found is None:
                return plain(*args, **kwargs)
            return plain(**{**given, "output": found, "from_logits": True})

        public = OPS[function.__name__] = ends_at_user(wrapper)
        return cast("Callable[P, R]", public)

    return decorate


def logits_of(probabilities: Any, kind: logits.Kind, axis: int = -1) -> Tensor | None:
    """Returns the logits that probabilities carry, in their dtype; None where there are none.

    Args:
        probabilities: what may be the output of a softmax or a sigmoid.
        kind: of which.
        axis: along which they sum to one.
    """
    found = logits.origin_of(probabilities)
    if found is None or found.kind != kind:
        return None
    if kind == "softmax" and found.axis != _axis(kind, len(found.logits.shape), axis):
        return None
    engine = current.engine()
    dtype = engine.dtype_of(probabilities)
    given = found.logits
    return given if engine.dtype_of(given) == dtype else engine.cast(given, dtype)
