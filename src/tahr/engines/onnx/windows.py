"""Convolutions and pooling as operators of ONNX, which have the channels first."""

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from tahr.engines.base import Axes, Pads
from tahr.engines.onnx.symbols import Var, dtype_of, number, op, rank_of


def _first(x: Var) -> Var:
    rank = rank_of(x)
    return op.transpose(x, perm=(0, rank - 1, *range(1, rank - 1)))


def _last(x: Var) -> Var:
    rank = rank_of(x)
    return op.transpose(x, perm=(0, *range(2, rank), 1))


def _sides(pads: Pads) -> list[int]:
    return [before for before, _ in pads] + [after for _, after in pads]


def _conv(x: Var, kernel: Var, strides: Axes, pads: Pads, dilation: Axes, groups: int) -> Var:
    rank = rank_of(kernel)
    weights = op.transpose(kernel, perm=(rank - 1, rank - 2, *range(rank - 2)))
    return _last(
        op.conv(
            _first(x), weights, strides=strides, pads=_sides(pads), dilations=dilation, group=groups
        )
    )


def _conv_transpose(x: Var, kernel: Var, strides: Axes, pads: Pads, dilation: Axes) -> Var:
    """Computes without padding, then cuts off or adds what the primitive's padding asks for.

    ONNX's own padding counts from the full result: `(k - 1) * dilation` less the primitive's.
    """
    rank = rank_of(kernel)
    window = kernel.unwrap_tensor().shape[: rank - 2]
    weights = op.transpose(kernel, perm=(rank - 1, rank - 2, *range(rank - 2)))
    reach = [(k - 1) * d for k, d in zip(window, dilation, strict=True)]
    around = [(b - r, a - r) for (b, a), r in zip(pads, reach, strict=True)]
    cut = [(max(0, -b), max(0, -a)) for b, a in around]
    more = [(max(0, b), max(0, a)) for b, a in around]
    found = op.conv_transpose(
        _first(x), weights, strides=strides, pads=_sides(tuple(cut)), dilations=dilation
    )
    if any(map(any, more)):
        sides = [0, 0, *(b for b, _ in more), 0, 0, *(a for _, a in more)]
        found = op.pad(found, op.const(np.array(sides, "int64")), number(0, dtype_of(x)))
    return _last(found)


def _pool(x: Var, window: Axes, strides: Axes, pads: Pads, mode: Literal["max", "sum"]) -> Var:
    options = {"kernel_shape": window, "strides": strides, "pads": _sides(pads)}
    if mode == "max":
        return _last(op.max_pool(_first(x), **options)[0])
    narrow = op.cast(x, to=np.dtype("float32")) if dtype_of(x) == "float64" else x
    mean = op.average_pool(_first(narrow), count_include_pad=1, **options)
    return _last(op.mul(mean, number(math.prod(window), dtype_of(narrow))))


WINDOWS: dict[str, Callable[..., Any]] = {
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "pool": _pool,
}
