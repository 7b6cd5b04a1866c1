"""Elementwise primitives as operators of ONNX."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.engines.base import BINARY, UNARY
from tahr.engines.onnx.symbols import Var, dtype_of, number, op


def is_float(x: Var) -> bool:
    """Returns whether a value of the graph holds floats."""
    return "float" in dtype_of(x)


def _like(x: Var, value: float) -> Var:
    return number(value, dtype_of(x))


def _whole(function: Callable[[Var], Var]) -> Callable[[Var], Var]:
    """Leaves integers, which are whole already, as they are."""
    return lambda x: function(x) if is_float(x) else x


def _on_floats(function: Callable[[Var], Var]) -> Callable[[Var], Var]:
    """Says of integers that they are neither NaN nor infinite."""
    return lambda x: function(x) if is_float(x) else op.not_(op.equal(x, x))


def _isfinite(x: Var) -> Var:
    return op.not_(op.or_(op.isnan(x), op.isinf(x)))


def _not(x: Var) -> Var:
    return op.not_(x) if dtype_of(x) == "bool" else op.equal(x, _like(x, 0))


def _bool(x: Var) -> Var:
    return x if dtype_of(x) == "bool" else op.cast(x, to=np.dtype(bool))


def _logical(function: Callable[[Var, Var], Var]) -> Callable[[Var, Var], Var]:
    return lambda x, y: function(_bool(x), _bool(y))


def _near_zero(x: Var) -> Var:
    return op.less(op.abs(x), _like(x, 0.5))


def _expm1(x: Var) -> Var:
    """Computes exp(x) - 1, near zero as 2 sinh(x/2) exp(x/2), which is exact there."""
    half = op.mul(x, _like(x, 0.5))
    exact = op.mul(op.mul(_like(x, 2), _sinh(half)), op.exp(half))
    return op.where(_near_zero(x), exact, op.sub(op.exp(x), _like(x, 1)))


def _sinh(x: Var) -> Var:
    return op.sinh(x) if dtype_of(x) == "float32" else _halved(x, op.sub)


def _halved(x: Var, function: Callable[[Var, Var], Var]) -> Var:
    return op.mul(function(op.exp(x), op.exp(op.neg(x))), _like(x, 0.5))


def _log1p(x: Var) -> Var:
    """Computes log(1 + x), corrected for what 1 + x loses (Kahan's way)."""
    one = _like(x, 1)
    shifted = op.add(one, x)
    lost = op.sub(shifted, one)
    none = op.equal(lost, _like(x, 0))
    right = op.div(op.mul(op.log(shifted), x), op.where(none, one, lost))
    return op.where(none, x, op.where(_near_zero(x), right, op.log(shifted)))


def _floor_divide(x: Var, y: Var) -> Var:
    if is_float(x):
        return op.floor(op.div(x, y))
    return op.div(op.sub(x, op.mod(x, y)), y)


def _mod(x: Var, y: Var) -> Var:
    return op.sub(x, op.mul(op.floor(op.div(x, y)), y)) if is_float(x) else op.mod(x, y)


def _atan2(y: Var, x: Var) -> Var:
    zero, pi = _like(x, 0), _like(x, float(np.pi))
    plain = op.atan(op.div(y, x))
    turned = op.where(op.less(y, zero), op.sub(plain, pi), op.add(plain, pi))
    upright = op.mul(op.sign(y), _like(x, float(np.pi / 2)))
    sides = op.where(op.less(x, zero), turned, plain)
    return op.where(op.equal(x, zero), upright, sides)


def _extreme(function: Callable[..., Var]) -> Callable[[Var, Var], Var]:
    return lambda x, y: function([x, y])


def _unsigned(x: Var) -> Var:
    return op.cast(x, to=np.dtype("uint64"))


def _left_shift(x: Var, y: Var) -> Var:
    return op.bit_shift(_unsigned(x), _unsigned(y), direction="LEFT")


def _right_shift(x: Var, y: Var) -> Var:
    """Shifts; of a negative number what is not set, so that the sign spreads."""
    below = op.less(x, _like(x, 0))
    kept = op.where(below, op.sub(_like(x, -1), x), x)
    moved = op.bit_shift(_unsigned(kept), _unsigned(y), direction="RIGHT")
    found = op.cast(moved, to=np.dtype(dtype_of(x)))
    return op.where(below, op.sub(_like(x, -1), found), found)


def _maybe_bool(on_bools: Any, on_integers: Any) -> Callable[[Var, Var], Var]:
    return lambda x, y: (on_bools if dtype_of(x) == "bool" else on_integers)(x, y)


ELSEWHERE: dict[str, Callable[..., Any]] = {
    "negative": op.neg,
    "square": lambda x: op.mul(x, x),
    "rsqrt": lambda x: op.reciprocal(op.sqrt(x)),
    "expm1": _expm1,
    "log1p": _log1p,
    "sinh": _sinh,
    "cosh": lambda x: op.cosh(x) if dtype_of(x) == "float32" else _halved(x, op.add),
    "floor": _whole(op.floor),
    "ceil": _whole(op.ceil),
    "round": _whole(op.round),
    "logical_not": _not,
    "bitwise_not": lambda x: op.not_(x) if dtype_of(x) == "bool" else op.bitwise_not(x),
    "isnan": _on_floats(op.isnan),
    "isinf": _on_floats(op.isinf),
    "isfinite": lambda x: _isfinite(x) if is_float(x) else op.equal(x, x),
    "subtract": op.sub,
    "multiply": op.mul,
    "divide": op.div,
    "floor_divide": _floor_divide,
    "mod": _mod,
    "power": op.pow,
    "atan2": _atan2,
    "maximum": _extreme(op.max),
    "minimum": _extreme(op.min),
    "not_equal": lambda x, y: op.not_(op.equal(x, y)),
    "less_equal": op.less_or_equal,
    "greater_equal": op.greater_or_equal,
    "logical_and": _logical(op.and_),
    "logical_or": _logical(op.or_),
    "bitwise_and": _maybe_bool(op.and_, op.bitwise_and),
    "bitwise_or": _maybe_bool(op.or_, op.bitwise_or),
    "bitwise_xor": _maybe_bool(op.xor, op.bitwise_xor),
    "left_shift": _left_shift,
    "right_shift": _right_shift,
}

ELEMENTWISE: dict[str, Callable[..., Any]] = {
    "where": lambda condition, x, y: op.where(_bool(condition), x, y),
    "cast": lambda x, dtype: op.identity(x),
} | {name: ELSEWHERE.get(name) or getattr(op, name) for name in UNARY + BINARY}
