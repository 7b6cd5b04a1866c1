"""Reductions and running sums; narrow floats are added up in float32."""

import numpy as np

from tahr.engines.base import Axes, Engine
from tahr.engines.numpy.arithmetic import Array, back, quiet, wide


class Reductions(Engine[Array]):
    """What takes many elements to one; the dtype stays."""

    @quiet
    def sum(self, x: Array, axes: Axes, keepdims: bool) -> Array:
        x, dtype = wide(x), x.dtype
        return back(np.sum(x, axis=axes, dtype=x.dtype, keepdims=keepdims), dtype)

    @quiet
    def prod(self, x: Array, axes: Axes, keepdims: bool) -> Array:
        x, dtype = wide(x), x.dtype
        return back(np.prod(x, axis=axes, dtype=x.dtype, keepdims=keepdims), dtype)

    @quiet
    def max(self, x: Array, axes: Axes, keepdims: bool) -> Array:
        return back(np.max(wide(x), axis=axes, keepdims=keepdims), x.dtype)

    @quiet
    def min(self, x: Array, axes: Axes, keepdims: bool) -> Array:
        return back(np.min(wide(x), axis=axes, keepdims=keepdims), x.dtype)

    def any(self, x: Array, axes: Axes, keepdims: bool) -> Array:
        return np.asarray(np.any(x, axis=axes, keepdims=keepdims))

    def all(self, x: Array, axes: Axes, keepdims: bool) -> Array:
        return np.asarray(np.all(x, axis=axes, keepdims=keepdims))

    @quiet
    def argmax(self, x: Array, axis: int) -> Array:
        return back(np.argmax(wide(x), axis=axis), np.dtype(np.int32))

    @quiet
    def argmin(self, x: Array, axis: int) -> Array:
        return back(np.argmin(wide(x), axis=axis), np.dtype(np.int32))

    @quiet
    def cumsum(self, x: Array, axis: int) -> Array:
        x, dtype = wide(x), x.dtype
        return back(np.cumsum(x, axis=axis, dtype=x.dtype), dtype)

    @quiet
    def cumprod(self, x: Array, axis: int) -> Array:
        x, dtype = wide(x), x.dtype
        return back(np.cumprod(x, axis=axis, dtype=x.dtype), dtype)
