"""Convolution as patches times a matrix, pooling as a reduction of patches."""

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from tahr.engines.base import Axes, Pads
from tahr.engines.pytensor.patches import patches, together
from tahr.engines.pytensor.reductions import REDUCTIONS
from tahr.engines.pytensor.shapes import padded
from tahr.engines.pytensor.symbols import Var


def _conv(x: Var, kernel: Var, strides: Axes, pads: Pads, dilation: Axes, groups: int) -> Var:
    *window, c_in, c_out = kernel.type.shape
    found = patches(padded(x, ((0, 0), *pads, (0, 0))), tuple(window), strides, dilation)
    batch, *out, size, _ = found.type.shape
    rows, elements = batch * math.prod(out), size * c_in
    if groups == 1:
        product = found.reshape((rows, elements)) @ kernel.reshape((elements, c_out))
        return product.reshape((batch, *out, c_out))
    split = found.reshape((rows, size, groups, c_in)).dimshuffle(2, 0, 1, 3)
    matrices = kernel.reshape((elements, groups, c_out // groups)).dimshuffle(1, 0, 2)
    products = split.reshape((groups, rows, elements)) @ matrices
    return products.dimshuffle(1, 0, 2).reshape((batch, *out, c_out))


def _conv_transpose(x: Var, kernel: Var, strides: Axes, pads: Pads, dilation: Axes) -> Var:
    batch, *spatial, c_in = x.type.shape
    *window, c_out, _ = kernel.type.shape
    size = math.prod(window)
    reach = [(k - 1) * d for k, d in zip(window, dilation, strict=True)]
    whole = tuple((n - 1) * s + 1 + r for n, s, r in zip(spatial, strides, reach, strict=True))
    matrix = kernel.reshape((size * c_out, c_in)).T
    spread = x.reshape((batch * math.prod(spatial), c_in)) @ matrix
    found = spread.reshape((batch, *spatial, size, c_out))
    full = padded(together(found, whole, tuple(window), strides, dilation), ((0, 0), *pads, (0, 0)))
    cuts = (slice(r, n - r) for r, n in zip(reach, full.type.shape[1:-1], strict=True))
    return full[(slice(None), *cuts)]


def _pool(x: Var, window: Axes, strides: Axes, pads: Pads, mode: Literal["max", "sum"]) -> Var:
    around = padded(x, ((0, 0), *pads, (0, 0)), _start(x.dtype, mode))
    found = patches(around, window, strides, (1,) * len(window))
    return REDUCTIONS[mode](found, (found.type.ndim - 2,), False)


def _start(dtype: str, mode: str) -> float:
    if mode == "sum":
        return 0
    return -math.inf if dtype.startswith("float") else int(np.iinfo(dtype).min)


WINDOWS: dict[str, Callable[..., Any]] = {
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "pool": _pool,
}
