"""Convolution as one product of matrices a group; pooling axis by axis."""

import math
from typing import Any, Literal

import numpy as np
from numpy.lib.stride_tricks import as_strided

from tahr.engines.base import Axes, Engine, Pads
from tahr.engines.numpy.arithmetic import Array, back, quiet, wide
from tahr.engines.numpy.shapes import padded

PATCH_ELEMENTS = 2**24
"""How many elements of patches are laid out at once: 64 MiB of float32."""


class Windows(Engine[Array]):
    """What slides a window over space."""

    @quiet
    def conv(
        self, x: Array, kernel: Array, strides: Axes, pads: Pads, dilation: Axes, groups: int
    ) -> Array:
        return back(_correlate(wide(x), wide(kernel), strides, pads, dilation, groups), x.dtype)

    @quiet
    def conv_transpose(
        self, x: Array, kernel: Array, strides: Axes, pads: Pads, dilation: Axes
    ) -> Array:
        space = tuple(range(len(strides)))
        flipped = np.flip(wide(kernel), space).swapaxes(-1, -2)
        ones = (1,) * len(strides)
        return back(
            _correlate(_spread(wide(x), strides), flipped, ones, pads, dilation, 1), x.dtype
        )

    @quiet
    def pool(
        self, x: Array, window: Axes, strides: Axes, pads: Pads, mode: Literal["max", "sum"]
    ) -> Array:
        combine = np.maximum if mode == "max" else np.add
        found = padded(wide(x), ((0, 0), *pads, (0, 0)), _start(x, mode))
        for axis, (length, stride) in enumerate(zip(window, strides, strict=True), start=1):
            found = _pool_axis(found, axis, length, stride, combine)
        return back(found, x.dtype)


def _start(x: Array, mode: str) -> float:
    if mode == "sum":
        return 0
    return int(np.iinfo(x.dtype).min) if x.dtype.kind in "iu" else -math.inf


def _pool_axis(x: Array, axis: int, length: int, stride: int, combine: np.ufunc) -> Array:
    """Combines shifted copies of one axis: max and sum may go axis by axis."""
    places = (x.shape[axis] - length) // stride + 1
    before = (slice(None),) * axis
    result: Any = None
    for offset in range(length):
        shifted = x[(*before, slice(offset, offset + (places - 1) * stride + 1, stride))]
        result = shifted.copy() if result is None else combine(result, shifted, out=result)
    return result


def _spread(x: Array, strides: Axes) -> Array:
    """Puts strides - 1 zeros between neighbours."""
    if all(stride == 1 for stride in strides):
        return x
    batch, *spatial, channels = x.shape
    lengths = [(n - 1) * s + 1 for n, s in zip(spatial, strides, strict=True)]
    result = np.zeros((batch, *lengths, channels), x.dtype)
    result[(slice(None), *(slice(None, None, s) for s in strides))] = x
    return result


def _correlate(
    x: Array, kernel: Array, strides: Axes, pads: Pads, dilation: Axes, groups: int
) -> Array:
    patches = _patches(padded(x, ((0, 0), *pads, (0, 0)), 0), kernel, strides, dilation)
    batch, *out = patches.shape[: 1 + len(strides)]
    *window, c_in, c_out = kernel.shape
    elements = math.prod(window) * c_in
    matrices = kernel.reshape(elements, groups, c_out // groups).transpose(1, 0, 2)
    result = np.empty((batch, *out, c_out), x.dtype)
    step = max(1, PATCH_ELEMENTS // max(1, math.prod(out) * elements * groups))
    for first in range(0, batch, step):
        some = patches[first : first + step]
        rows = len(some) * math.prod(out)
        split = some.reshape(rows, math.prod(window), groups, c_in)
        lined = split.transpose(2, 0, 1, 3).reshape(groups, rows, elements)
        product = np.matmul(lined, matrices).transpose(1, 0, 2)
        result[first : first + step] = product.reshape(len(some), *out, c_out)
    return result


def _patches(x: Array, kernel: Array, strides: Axes, dilation: Axes) -> Array:
    """Returns a view (batch, *places, *window, channels) of the windows of x."""
    window = kernel.shape[: len(strides)]
    first, *steps, last = x.strides
    places = [
        (n - (k - 1) * d - 1) // s + 1
        for n, k, s, d in zip(x.shape[1:-1], window, strides, dilation, strict=True)
    ]
    return as_strided(
        x,
        (x.shape[0], *places, *window, x.shape[-1]),
        (
            first,
            *(step * s for step, s in zip(steps, strides, strict=True)),
            *(step * d for step, d in zip(steps, dilation, strict=True)),
            last,
        ),
        writeable=False,
    )
