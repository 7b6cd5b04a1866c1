"""Elementwise primitives: NumPy's ufuncs."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.engines.base import BINARY, PREDICATES, UNARY, Engine
from tahr.engines.numpy.arithmetic import NARROW, Array, back, quiet


def _rsqrt(x: Array) -> Any:
    return np.reciprocal(np.sqrt(x))


def _round(x: Array) -> Any:
    return np.rint(x) if x.dtype.kind not in "iub" else x


def _erf(x: Array) -> Any:
    from scipy.special import erf

    return erf(x)


ELSEWHERE: dict[str, Callable[..., Any]] = {
    "rsqrt": _rsqrt,
    "round": _round,
    "erf": _erf,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "atan2": np.arctan2,
}


class Elementwise(Engine[Array]):
    """What works element by element."""

    def where(self, condition: Array, x: Array, y: Array) -> Array:
        return np.where(condition, x, y)


def _primitive(name: str) -> Callable[..., Array]:
    function = ELSEWHERE.get(name) or getattr(np, name)
    is_predicate = name in PREDICATES

    def run(*xs: Array) -> Array:
        dtype = xs[0].dtype
        if dtype in NARROW:
            xs = tuple(x.astype(np.float32) for x in xs)
        return back(function(*xs), np.dtype(bool) if is_predicate else dtype)

    return quiet(run)


for _name in UNARY + BINARY:
    setattr(Elementwise, _name, staticmethod(_primitive(_name)))
