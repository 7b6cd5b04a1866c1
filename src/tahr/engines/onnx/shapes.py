"""Shapes as operators of ONNX."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.engines.base import Axes, Pads
from tahr.engines.onnx.lengths import length, shape_vector, whole_vector
from tahr.engines.onnx.symbols import Var, dtype_of, integers, number, op

FIRST = -(2**62)


def _pad(x: Var, pads: Pads, value: float) -> Var:
    if not any(map(any, pads)):
        return op.identity(x)
    around = integers(*(before for before, _ in pads), *(after for _, after in pads))
    if dtype_of(x) == "bool":
        whole = op.pad(op.cast(x, to=np.dtype("int32")), around, number(int(value), "int32"))
        return op.cast(whole, to=np.dtype(bool))
    return op.pad(x, around, number(value, dtype_of(x)))


def _flip(x: Var, axes: Axes) -> Var:
    if not axes:
        return op.identity(x)
    ones = [-1] * len(axes)
    return op.slice(
        x, integers(*ones), integers(*[FIRST] * len(axes)), integers(*axes), integers(*ones)
    )


def _full(shape: tuple[int, ...], value: float | bool, dtype: str) -> Var:
    return op.expand(number(value, dtype), whole_vector(shape))


def _arange(start: float, stop: float, step: float, dtype: str) -> Var:
    def scalar(value: Any) -> Var:
        found = op.squeeze(length(value), integers(0)) if isinstance(value, int) else None
        if found is None:
            return number(value, dtype)
        return op.cast(found, to=np.dtype(dtype))

    return op.range(scalar(start), scalar(stop), scalar(step))


SHAPES: dict[str, Callable[..., Any]] = {
    "full": _full,
    "arange": _arange,
    "reshape": lambda x, shape: op.reshape(x, shape_vector(shape), allowzero=int(0 in shape)),
    "transpose": lambda x, axes: op.transpose(x, perm=axes),
    "broadcast_to": lambda x, shape: op.expand(x, whole_vector(shape)),
    "concatenate": lambda xs, axis: op.concat(xs, axis=axis),
    "pad": _pad,
    "flip": _flip,
}
