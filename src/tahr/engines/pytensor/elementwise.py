"""Elementwise primitives as PyTensor's functions."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.engines.base import BINARY, UNARY
from tahr.engines.pytensor.hosted import hosted
from tahr.engines.pytensor.overriding import with_gradient
from tahr.engines.pytensor.symbols import Var, pt


def is_float(x: Var) -> bool:
    """Returns whether a variable holds floats."""
    return x.dtype.startswith("float")


def _never(x: Var) -> Var:
    return pt.zeros(x.type.shape, "bool")


def _isnan(x: Var) -> Var:
    return pt.isnan(x) if is_float(x) else _never(x)


def _isinf(x: Var) -> Var:
    return pt.isinf(x) if is_float(x) else _never(x)


def _isfinite(x: Var) -> Var:
    return pt.invert(pt.or_(_isnan(x), _isinf(x)))


def _whole(function: Callable[[Var], Var]) -> Callable[[Var], Var]:
    """Leaves integers, which are whole already, as they are."""
    return lambda x: function(x) if is_float(x) else x


def _extreme(function: Callable[[Var, Var], Var]) -> Callable[[Var, Var], Var]:
    """Halves the gradient between equals; PyTensor gives each of them all of it."""

    def run(x: Var, y: Var) -> Var:
        if not is_float(x):
            return function(x, y)
        x, y = pt.broadcast_arrays(x, y)
        out = function(x, y)

        def pull(upstream: Var) -> list[Var]:
            share = pt.switch(pt.eq(x, y), upstream * np.asarray(0.5, x.dtype), upstream)
            zero = pt.zeros((), x.dtype)
            return [pt.switch(pt.eq(side, out), share, zero) for side in (x, y)]

        return with_gradient([out], [x, y], pull)[0]

    return run


def _floored(x: Var, y: Var) -> Var:
    """Divides and rounds down; PyTensor takes a float divided by one for a whole number."""
    return pt.floor(pt.true_div(x, y)) if is_float(x) else pt.floor_div(x, y)


ELSEWHERE: dict[str, Callable[..., Any]] = {
    "negative": pt.neg,
    "rsqrt": lambda x: pt.reciprocal(pt.sqrt(x)),
    "asin": pt.arcsin,
    "acos": pt.arccos,
    "atan": pt.arctan,
    "asinh": pt.arcsinh,
    "acosh": pt.arccosh,
    "atanh": pt.arctanh,
    "floor": _whole(pt.floor),
    "ceil": _whole(pt.ceil),
    "round": _whole(lambda x: pt.round(x, mode="half_to_even")),
    "logical_not": lambda x: pt.eq(x, pt.zeros((), x.dtype)),
    "bitwise_not": pt.invert,
    "isnan": _isnan,
    "isinf": _isinf,
    "isfinite": _isfinite,
    "subtract": pt.sub,
    "multiply": pt.mul,
    "divide": pt.true_div,
    "floor_divide": _floored,
    "atan2": pt.arctan2,
    "maximum": _extreme(pt.maximum),
    "minimum": _extreme(pt.minimum),
    "equal": pt.eq,
    "not_equal": pt.neq,
    "less": pt.lt,
    "less_equal": pt.le,
    "greater": pt.gt,
    "greater_equal": pt.ge,
    "logical_and": pt.and_,
    "logical_or": pt.or_,
    "left_shift": hosted("left_shift"),
    "right_shift": hosted("right_shift"),
}

ELEMENTWISE: dict[str, Callable[..., Any]] = {"where": pt.switch} | {
    name: ELSEWHERE.get(name) or getattr(pt, name) for name in UNARY + BINARY
}
