"""Reductions and running sums as PyTensor's functions."""

import math
from collections.abc import Callable
from typing import Any

from tahr.engines.base import Axes
from tahr.engines.pytensor.elementwise import is_float
from tahr.engines.pytensor.overriding import with_gradient
from tahr.engines.pytensor.symbols import Var, pt
from tahr.engines.pytensor.tracing import is_for_numba


def _adding(function: Callable[..., Var]) -> Callable[[Var, Axes, bool], Var]:
    def run(x: Var, axes: Axes, keepdims: bool) -> Var:
        return function(x, axis=axes, keepdims=keepdims, dtype=x.dtype, acc_dtype=x.dtype)

    return run


def _logical(function: Callable[..., Var]) -> Callable[[Var, Axes, bool], Var]:
    return lambda x, axes, keepdims: function(x, axis=axes, keepdims=keepdims)


def _extreme(function: Callable[..., Var]) -> Callable[[Var, Axes, bool], Var]:
    """Shares the gradient among equals; PyTensor gives each of them all of it."""

    def run(x: Var, axes: Axes, keepdims: bool) -> Var:
        if not axes:
            return x
        out = function(x, axis=axes, keepdims=True)
        if is_float(x) and is_for_numba():  # whose comparisons pass over a NaN
            nan = pt.any(pt.isnan(x), axis=axes, keepdims=True)
            out = pt.switch(nan, pt.constant(math.nan, dtype=x.dtype), out)

        def pull(upstream: Var) -> list[Var]:
            chosen = pt.cast(pt.eq(x, out), x.dtype)
            return [chosen * (upstream / pt.sum(chosen, axis=axes, keepdims=True, dtype=x.dtype))]

        found = with_gradient([out], [x], pull)[0] if is_float(x) else out
        return found if keepdims else pt.squeeze(found, axis=axes)

    return run


def _argmin(x: Var, axis: int) -> Var:
    """Looks for the largest of what has the opposite order."""
    return pt.argmax(pt.neg(x) if is_float(x) else pt.invert(x), axis=axis)


REDUCTIONS: dict[str, Callable[..., Any]] = {
    "sum": _adding(pt.sum),
    "prod": _adding(pt.prod),
    "max": _extreme(pt.max),
    "min": _extreme(pt.min),
    "any": _logical(pt.any),
    "all": _logical(pt.all),
    "argmax": lambda x, axis: pt.argmax(x, axis=axis),
    "argmin": _argmin,
    "cumsum": lambda x, axis: pt.cumsum(x, axis=axis),
    "cumprod": lambda x, axis: pt.cumprod(x, axis=axis),
}
