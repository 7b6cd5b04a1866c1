"""Reductions and running sums as operators of ONNX."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.engines.base import Axes
from tahr.engines.onnx.symbols import Var, integers, op


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


def _place(function: Callable[..., Var]) -> Callable[[Var, int], Var]:
    return lambda x, axis: function(x, axis=axis, keepdims=0)


REDUCTIONS: dict[str, Callable[..., Any]] = {
    "sum": _over(op.reduce_sum),
    "prod": _over(op.reduce_prod),
    "max": _over(op.reduce_max),
    "min": _over(op.reduce_min),
    "any": _of_bools(op.reduce_max),
    "all": _of_bools(op.reduce_min),
    "argmax": _place(op.arg_max),
    "argmin": _place(op.arg_min),
    "cumsum": lambda x, axis: op.cumsum(x, op.const(np.array(axis, "int64"))),
}
