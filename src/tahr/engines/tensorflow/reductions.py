"""Reductions and running sums; the dtype stays, and no axes mean that nothing is reduced."""

from collections.abc import Callable

from tahr.engines.base import Axes, Engine
from tahr.engines.tensorflow.sorting import keys
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import COUNTED, EIGHT, Tensor, widened
from tahr.engines.widening import Table


def _reduction(function: Callable[..., Tensor], table: Table = COUNTED) -> Callable[..., Tensor]:
    wide = widened(function, table)

    def run(x: Tensor, axes: Axes, keepdims: bool) -> Tensor:
        if not axes:
            return x
        # A tuple is made a constant at each call, which takes longer than the rest of it.
        return wide(x, axes[0] if len(axes) == 1 else axes, keepdims)

    return run


def _place_of_largest(x: Tensor, axis: int) -> Tensor:
    return tf.argmax(keys(x), axis, tf.int32)


def _place_of_smallest(x: Tensor, axis: int) -> Tensor:
    # A NaN is the smallest too.
    return (
        tf.argmax(keys(-x), axis, tf.int32) if x.dtype.is_floating else tf.argmin(x, axis, tf.int32)
    )


class Reductions(Engine[Tensor]):
    """What takes many elements to one."""

    sum = staticmethod(_reduction(tf.reduce_sum))
    prod = staticmethod(_reduction(tf.reduce_prod))
    max = staticmethod(_reduction(tf.reduce_max))
    min = staticmethod(_reduction(tf.reduce_min))
    any = staticmethod(_reduction(tf.reduce_any, EIGHT))
    all = staticmethod(_reduction(tf.reduce_all, EIGHT))
    argmax = staticmethod(widened(_place_of_largest, narrows=False))
    argmin = staticmethod(widened(_place_of_smallest, narrows=False))
    cumsum = staticmethod(widened(tf.cumsum, COUNTED))
    cumprod = staticmethod(widened(tf.math.cumprod, COUNTED))
