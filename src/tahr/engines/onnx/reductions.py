"""Reductions and running sums as operators of ONNX."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.engines.base import Axes
from tahr.engines.onnx.symbols import Var, dtype_of, integers, number, op, rank_of


def _over(function: Callable[..., Var]) -> Callable[[Var, Axes, bool], Var]:
    """Makes a reduction by an operator that takes its axes as an input."""

    def run(x: Var, axes: Axes, keepdims: bool) -> Var:
        if not axes:
            return op.identity(x)
        return function(x, integers(*axes), keepdims=int(keepdims))

    return run


def _of_bools(function: Callable[..., Var]) -> Callable[[Var, Axes, bool], Var]:
    counted = _over(function)
    return lambda x, axes, keepdims: op.cast(
        counted(op.cast(x, to=np.dtype("int32")), axes, keepdims), to=np.dtype(bool)
    )


def _cumprod(x: Var, axis: int) -> Var:
    """Multiplies up, for each place, what stands there and before it."""
    count = op.squeeze(op.gather(op.shape(x), integers(axis)), integers(0))
    zero, one = (op.const(np.array(n, "int64")) for n in (0, 1))
    places = op.range(zero, count, one)
    stays = op.less_or_equal(places, op.unsqueeze(places, integers(1)))
    last = op.unsqueeze(x, integers(axis + 1))
    ordered = op.transpose(last, perm=_swapped(rank_of(x) + 1, axis))
    chosen = op.where(_led(stays, axis, rank_of(x)), ordered, number(1, dtype_of(x)))
    return op.reduce_prod(chosen, integers(axis + 1), keepdims=0)


def _swapped(rank: int, axis: int) -> list[int]:
    axes = list(range(rank))
    axes[axis], axes[axis + 1] = axis + 1, axis
    return axes


def _led(square: Var, axis: int, rank: int) -> Var:
    """Puts axes of one around a square, whose own come to stand at an axis and the next."""
    return op.unsqueeze(
        square, integers(*(i for i in range(rank + 1) if i not in (axis, axis + 1)))
    )


def _place(function: Callable[..., Var]) -> Callable[[Var, int], Var]:
    return lambda x, axis: function(x, axis=axis, keepdims=0)


REDUCTIONS: dict[str, Callable[..., Any]] = {
    "sum": _over(op.reduce_sum),
    "prod": _over(op.reduce_prod),
    "max": _over(op.reduce_max),
    "min": _over(op.reduce_min),
    "any": _of_bools(op.reduce_sum),
    "all": _of_bools(op.reduce_min),
    "argmax": _place(op.arg_max),
    "argmin": _place(op.arg_min),
    "cumprod": _cumprod,
    "cumsum": lambda x, axis: op.cumsum(x, op.const(np.array(axis, "int64"))),
}
