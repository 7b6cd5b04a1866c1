"""Convolution as patches times a matrix, pooling as shifted copies: PyTensor has neither."""

import functools
import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any, Literal

import numpy as np
import pytensor.tensor as pt

from tahr.engines.base import Axes, Pads
from tahr.engines.pytensor.elementwise import BINARY
from tahr.engines.pytensor.shapes import flipped, padded
from tahr.engines.pytensor.symbols import Var


def _conv(x: Var, kernel: Var, strides: Axes, pads: Pads, dilation: Axes, groups: int) -> Var:
    x = padded(x, ((0, 0), *pads, (0, 0)))
    *window, c_in, c_out = kernel.type.shape
    cuts = list(_shifted(x, window, strides, dilation))
    batch, *out, _ = cuts[0].type.shape
    places = batch * math.prod(out)
    split = [cut.reshape((places, groups, c_in)) for cut in cuts]
    patches = pt.join(2, *split) if len(split) > 1 else split[0]
    elements = math.prod(window) * c_in
    if groups == 1:
        product = patches.reshape((places, elements)) @ kernel.reshape((elements, c_out))
    else:
        matrices = kernel.reshape((elements, groups, c_out // groups)).dimshuffle(1, 0, 2)
        product = (patches.dimshuffle(1, 0, 2) @ matrices).dimshuffle(1, 0, 2)
    return product.reshape((batch, *out, c_out))


def _shifted(x: Var, window: list[int], strides: Axes, dilation: Axes) -> Iterator[Var]:
    """Gives, for each place in a window, what all the windows have there."""
    rows = zip(x.type.shape[1:-1], window, dilation, strides, strict=True)
    lengths = [(n - (k - 1) * d - 1) // s + 1 for n, k, d, s in rows]
    for place in itertools.product(*(range(k) for k in window)):
        slices = [
            slice(i * d, i * d + (n - 1) * s + 1, s)
            for i, d, n, s in zip(place, dilation, lengths, strides, strict=True)
        ]
        yield x[(slice(None), *slices)]


def _conv_transpose(x: Var, kernel: Var, strides: Axes, pads: Pads, dilation: Axes) -> Var:
    rank = len(strides)
    turned = flipped(kernel, tuple(range(rank))).dimshuffle(*range(rank), rank + 1, rank)
    return _conv(_spread(x, strides), turned, (1,) * rank, pads, dilation, 1)


def _spread(x: Var, strides: Axes) -> Var:
    """Puts strides - 1 zeros between neighbours."""
    if all(stride == 1 for stride in strides):
        return x
    batch, *spatial, channels = x.type.shape
    lengths = [(n - 1) * s + 1 for n, s in zip(spatial, strides, strict=True)]
    apart = pt.zeros((batch, *lengths, channels), x.dtype)
    return pt.set_subtensor(apart[(slice(None), *(slice(None, None, s) for s in strides))], x)


def _pool(x: Var, window: Axes, strides: Axes, pads: Pads, mode: Literal["max", "sum"]) -> Var:
    combine = BINARY["maximum" if mode == "max" else "add"]
    found = padded(x, ((0, 0), *pads, (0, 0)), _start(x.dtype, mode))
    for axis, (length, stride) in enumerate(zip(window, strides, strict=True)):
        one = [1] * len(window)
        width, step = [*one], [*one]
        width[axis], step[axis] = length, stride
        found = functools.reduce(combine, _shifted(found, width, tuple(step), tuple(one)))
    return found


def _start(dtype: str, mode: str) -> float:
    if mode == "sum":
        return 0
    return -math.inf if dtype.startswith("float") else int(np.iinfo(dtype).min)


WINDOWS: dict[str, Callable[..., Any]] = {
    "conv": _conv,
    "conv_transpose": _conv_transpose,
    "pool": _pool,
}
