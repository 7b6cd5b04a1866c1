"""Indexing with tensors, by NumPy's rules."""

from typing import Any

from tahr.engines.base import Index
from tahr.engines.subscripts import WHOLE, spelled_out
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor


def picked(x: Tensor, index: tuple[Index, ...]) -> Tensor:
    """Picks by an index in which there is a tensor; integers then count as tensors.

    What slices and new axes ask for is done first, by TensorFlow. The axes that are left to pick
    from then go to the front.
    """
    parts = spelled_out(index, x.shape.rank)
    chosen = {i: p for i, p in enumerate(parts) if not isinstance(p, slice | None)}
    sliced = x[tuple(WHOLE if i in chosen else p for i, p in enumerate(parts))]
    axes = list(chosen)
    tensors = [_index(part, sliced, axis) for axis, part in chosen.items()]
    if len(axes) == 1:
        return tf.gather(sliced, tensors[0], axis=axes[0])
    rest = [i for i in range(len(parts)) if i not in chosen]
    found = tf.gather_nd(tf.transpose(sliced, [*axes, *rest]), _stacked(tensors))
    if axes != list(range(axes[0], axes[-1] + 1)):
        return found
    return _moved(found, found.shape.rank - len(rest), axes[0])


def _index(part: Any, x: Tensor, axis: int) -> Tensor:
    if isinstance(part, tf.Tensor):
        return tf.cast(part, tf.int64)
    return tf.constant(part if part >= 0 else part + x.shape[axis], tf.int64)


def _stacked(tensors: list[Tensor]) -> Tensor:
    shape = tensors[0].shape
    for one in tensors[1:]:
        shape = tf.broadcast_static_shape(shape, one.shape)
    return tf.stack([tf.broadcast_to(one, shape) for one in tensors], axis=-1)


def _moved(x: Tensor, count: int, place: int) -> Tensor:
    """Puts the first axes behind some of the others."""
    if place == 0:
        return x
    rank = x.shape.rank
    between = range(count, count + place)
    return tf.transpose(x, [*between, *range(count), *range(count + place, rank)])
