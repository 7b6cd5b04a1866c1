"""Sparse tensors: `tf.SparseTensor`, and how a compiled function takes them."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from tahr.core import trees
from tahr.core.sparse import Coordinates
from tahr.engines.base import Engine
from tahr.engines.tensorflow.starting import tf


class Sparse(Engine[Any]):
    """How a sparse tensor of TensorFlow's is taken apart and made."""

    has_sparse = True

    def is_sparse(self, value: object) -> bool:
        return isinstance(value, tf.SparseTensor)

    def sparse(self, found: Coordinates) -> Any:
        indices = tf.cast(self.within(found.indices, found.shape), tf.int64)
        return tf.sparse.reorder(tf.SparseTensor(indices, found.values, found.shape))

    def coordinates(self, value: Any, unique: bool = False) -> Coordinates:
        shape = tuple(int(n) for n in value.shape)
        found = Coordinates(tf.cast(value.indices, tf.int32), value.values, shape)
        return _added_up(value.indices, found) if unique else found


def _added_up(indices: Any, found: Coordinates) -> Coordinates:
    """Adds up the values of each place; as many entries stay, those too many being zero."""
    strides = tf.math.cumprod(tf.constant(found.shape, tf.int64), exclusive=True, reverse=True)
    places = tf.reduce_sum(indices * strides, axis=-1)
    order = tf.argsort(places)
    places, values = tf.gather(places, order), tf.gather(found.values, order)
    first = tf.concat([[True], places[1:] != places[:-1]], 0)[: tf.shape(places)[0]]
    group = tf.cumsum(tf.cast(first, tf.int32)) - 1
    sums = tf.math.unsorted_segment_sum(values, group, tf.shape(places)[0])
    starts = tf.maximum(tf.math.unsorted_segment_max(places, group, tf.shape(places)[0]), 0)
    apart = tf.stack(tf.unravel_index(starts, tf.constant(found.shape, tf.int64)), axis=-1)
    return Coordinates(tf.cast(apart, tf.int32), sums, found.shape)


@cache
def _packed(shape: tuple[int, ...]) -> Any:
    """Returns a class for the tensors of a sparse tensor, one for each shape: a node of trees."""

    class Packed(NamedTuple):
        indices: Any
        values: Any

    Packed.shape = shape  # type: ignore[attr-defined]
    return Packed


def packed(tree: Any) -> Any:
    """Returns a tree of plain tensors alone."""

    def pack(leaf: Any) -> Any:
        if not isinstance(leaf, tf.SparseTensor):
            return leaf
        return _packed(tuple(int(n) for n in leaf.shape))(leaf.indices, leaf.values)

    return trees.map(pack, tree)


def takes_packed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Lets a function of trees with sparse tensors be called with what `packed` made of them."""

    def call(*args: Any) -> Any:
        return function(*trees.map(_unpacked, args, is_leaf=_is_packed))

    return call


def _is_packed(value: object) -> bool:
    return isinstance(value, tuple) and hasattr(type(value), "shape")


def _unpacked(leaf: Any) -> Any:
    if not _is_packed(leaf):
        return leaf
    return tf.SparseTensor(leaf.indices, leaf.values, type(leaf).shape)
