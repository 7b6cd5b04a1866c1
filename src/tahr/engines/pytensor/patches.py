"""Cutting out windows and putting them back: the linear map under convolution and pooling.

PyTensor has no strided convolution and no pooling. As slices of its own, a 3×3 convolution took
Numba a minute to compile; NumPy copies a strided view as fast as any compiled loop does.
"""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from pytensor.tensor.type import TensorType

from tahr.engines.base import Axes
from tahr.engines.numpy.arithmetic import Array
from tahr.engines.pytensor.hosted import Hosted
from tahr.engines.pytensor.symbols import Var


def patches(x: Var, window: Axes, strides: Axes, dilation: Axes) -> Var:
    """Returns the windows of `(batch, *spatial, c)` as `(batch, *places, elements, c)`."""
    batch, *spatial, channels = x.type.shape
    settings = (tuple(window), tuple(strides), tuple(dilation))
    rows = zip(spatial, *settings, strict=True)
    places = [(n - (k - 1) * d - 1) // s + 1 for n, k, s, d in rows]
    elements = int(np.prod(window))
    return Hosted(
        ("patches", settings),
        (TensorType(x.dtype, (batch, *places, elements, channels)),),
        lambda array: (_cut(array, places, *settings).reshape(batch, *places, elements, channels),),
        lambda upstream: [together(upstream, tuple(spatial), *settings)],
    )(x)


def together(x: Var, spatial: Axes, window: Axes, strides: Axes, dilation: Axes) -> Var:
    """Adds windows up where they came from: the transpose of `patches`."""
    batch, *places, _, channels = x.type.shape
    settings = (tuple(window), tuple(strides), tuple(dilation))
    shape = (batch, *spatial, channels)
    return Hosted(
        ("together", spatial, settings),
        (TensorType(x.dtype, shape),),
        lambda array: (_added(array, shape, places, *settings),),
        lambda upstream: [patches(upstream, *settings)],
    )(x)


def _cut(x: Array, places: list[int], window: Axes, strides: Axes, dilation: Axes) -> Array:
    first, *steps, last = x.strides
    jumps = [step * s for step, s in zip(steps, strides, strict=True)]
    inside = [step * d for step, d in zip(steps, dilation, strict=True)]
    shape = (len(x), *places, *window, x.shape[-1])
    return as_strided(x, shape, (first, *jumps, *inside, last), writeable=False)


def _added(
    x: Array,
    shape: Sequence[int],
    places: list[int],
    window: Axes,
    strides: Axes,
    dilation: Axes,
) -> Array:
    result: Any = np.zeros(shape, x.dtype)
    for i, place in enumerate(product(*map(range, window))):
        slices = (
            slice(p * d, p * d + (n - 1) * s + 1, s)
            for p, d, n, s in zip(place, dilation, places, strides, strict=True)
        )
        result[(slice(None), *slices)] += x[..., i, :]
    return result
