"""Picking, placing and ordering elements."""

import math
from collections.abc import Sequence
from typing import Any, Literal

from tahr.engines.base import Engine, Index, Mode
from tahr.engines.subscripts import steps
from tahr.engines.tensorflow.picking import picked
from tahr.engines.tensorflow.sorting import order
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import COUNTED, Tensor, widened

from tensorflow.compiler.tf2xla.python.xla import dynamic_update_slice  # isort: skip


class Indexing(Engine[Tensor]):
    """Gather, scatter, blocks and sorting."""

    def get_item(self, x: Tensor, index: tuple[Index, ...]) -> Tensor:
        if any(isinstance(part, tf.Tensor) for part in index):
            return picked(x, index)
        return x[index] if index else x

    def take(self, x: Tensor, indices: Tensor, axis: int) -> Tensor:
        return tf.gather(x, indices, axis=axis)

    def take_along_axis(self, x: Tensor, indices: Tensor, axis: int) -> Tensor:
        return along(x, indices, axis)

    def scatter(self, x: Tensor, indices: Tensor, updates: Tensor, mode: Mode) -> Tensor:
        return _scattered(x, updates, indices, mode)

    def slice(self, x: Tensor, start: Sequence[Tensor], lengths: tuple[int, ...]) -> Tensor:
        return tf.slice(x, _inside(x, start, lengths), lengths) if lengths else x

    def slice_update(self, x: Tensor, start: Sequence[Tensor], updates: Tensor) -> Tensor:
        if not start:
            return updates
        first = _inside(x, start, tuple(updates.shape))
        return _overwritten(x, updates, first)

    def sort(self, x: Tensor, axis: int) -> Tensor:
        return along(x, order(x, axis), axis)

    def argsort(self, x: Tensor, axis: int) -> Tensor:
        return order(x, axis)

    def top_k(self, x: Tensor, k: int) -> tuple[Tensor, Tensor]:
        values, places = _top_k(x, k)
        return tf.cast(values, x.dtype), places

    def searchsorted(
        self, sorted_x: Tensor, values: Tensor, side: Literal["left", "right"]
    ) -> Tensor:
        return _places(sorted_x, values, side)


def along(x: Tensor, indices: Tensor, axis: int) -> Tensor:
    """Picks one element for each index along an axis."""
    last = x.shape.rank - 1
    if axis == last:
        return tf.gather(x, indices, axis=last, batch_dims=last)
    swap = [*range(axis), *range(axis + 1, last + 1), axis]
    back = [*range(axis), last, *range(axis, last)]
    found = along(tf.transpose(x, swap), tf.transpose(indices, swap), last)
    return tf.transpose(found, back)


def _inside(x: Tensor, start: Sequence[Tensor], lengths: tuple[int, ...]) -> Tensor:
    """Returns the start of a block, moved to where the block fits."""
    first = tf.stack([tf.cast(one, tf.int32) for one in start])
    return tf.clip_by_value(first, 0, tf.shape(x) - lengths)


def _overwritten(x: Tensor, updates: Tensor, first: Tensor) -> Tensor:
    if tf.get_static_value(first) is None:
        return _overwritten_anywhere(x, updates, first)
    return tf.raw_ops.TensorStridedSliceUpdate(
        input=x,
        begin=first,
        end=first + updates.shape,
        strides=tf.ones_like(first),
        value=updates,
    )


@tf.custom_gradient
def _overwritten_anywhere(x: Tensor, updates: Tensor, first: Tensor) -> Any:
    """Writes a block where it is known at run time alone, which XLA has an op of its own for."""

    def gradient(upstream: Tensor) -> tuple[Tensor, Tensor, None]:
        kept = _overwritten_anywhere(upstream, tf.zeros_like(updates), first)
        return kept, tf.slice(upstream, first, tf.shape(updates)), None

    return dynamic_update_slice(x, updates, first), gradient


@widened
def _scattered(x: Tensor, updates: Tensor, indices: Tensor, mode: Mode) -> Tensor:
    if mode == "multiply":
        return _multiplied(x, updates, indices)
    if indices.shape.rank == 1:
        indices, updates = indices[None], updates[None]
    return UPDATES[mode](x, indices, updates)


UPDATES = {
    "set": tf.tensor_scatter_nd_update,
    "add": tf.tensor_scatter_nd_add,
    "min": tf.tensor_scatter_nd_min,
    "max": tf.tensor_scatter_nd_max,
}


def _multiplied(x: Tensor, updates: Tensor, indices: Tensor) -> Tensor:
    depth = indices.shape[-1]
    places, rest = x.shape[:depth], x.shape[depth:]
    rows = tf.reduce_sum(indices * tf.constant(steps(places), indices.dtype), -1)
    flat = tf.reshape(updates, (-1, *rest))
    factors = tf.math.unsorted_segment_prod(flat, tf.reshape(rows, (-1,)), math.prod(places))
    return x * tf.reshape(factors, x.shape)


def _top(x: Tensor, k: int) -> tuple[Tensor, Tensor]:
    values, places = tf.math.top_k(x, k)
    return values, places


_top_k = widened(_top, COUNTED, narrows=False)


def _searched(sorted_x: Tensor, values: Tensor, side: str) -> Any:
    found = tf.searchsorted(sorted_x, tf.reshape(values, (-1,)), side)
    return tf.ensure_shape(tf.reshape(found, tf.shape(values)), values.shape)


_places = widened(_searched, COUNTED, narrows=False)
