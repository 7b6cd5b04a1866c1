"""Products of tensors by the rules of `keras.backend`."""

from typing import Any

from tahr import ops
from tahr.backend.formats import place_of
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor


def dot(x: Any, y: Any) -> Tensor:
    """Multiplies along the last axis of the first and the last but one of the second.

    Args:
        x: tensor.
        y: tensor.

    Example:
        >>> import numpy as np
        >>> dot(np.ones((2, 5, 3)), np.ones((3, 4))).shape
        (2, 5, 4)
    """
    left, right = len(ops.shape(x)), len(ops.shape(y))
    if left < 2 or right < 2:
        return ops.dot(x, y)
    return ops.tensordot(x, y, axes=[[left - 1], [right - 2]])


def batch_dot(x: Any, y: Any, axes: Any = None) -> Tensor:
    """Multiplies sample by sample, along one axis of each.

    Args:
        x: `(batch, ...)`.
        y: `(batch, ...)`.
        axes: the axis of each, or one number for both; the last of the first and the last but
            one of the second by default.

    Returns:
        The other axes of the first, then those of the second; `(batch, 1)` where none are left.

    Raises:
        ArgumentError: an axis is that of the batch.
        ShapeError: a tensor has no axis beside that of the batch, or the lengths differ.

    Example:
        >>> import numpy as np
        >>> batch_dot(np.ones((2, 3, 4)), np.ones((2, 4, 5))).shape
        (2, 3, 5)
        >>> batch_dot(np.ones((2, 3)), np.ones((2, 3)), axes=1).shape
        (2, 1)
    """
    one, other = ops.shape(x), ops.shape(y)
    if len(one) < 2 or len(other) < 2:
        raise ShapeError(
            "both have a batch and at least one more axis",
            where="batch_dot",
            got=f"{show(one)}, {show(other)}",
        )
    first, second = _axes(axes, len(one), len(other))
    if one[first] != other[second] and None not in (one[first], other[second]):
        raise ShapeError(
            "the lengths of the axes differ",
            where=f"batch_dot, axes {first} and {second}",
            got=f"{show(one)}, {show(other)}",
        )
    letters = "abcdefghijklmnopqrstuvwxy"
    left = ["z", *letters[: len(one) - 1]]
    right = ["z", *letters[len(one) - 1 : len(one) + len(other) - 2]]
    right[second] = left[first]
    kept = [n for i, n in enumerate(left) if i != first]
    kept += [n for i, n in enumerate(right) if i not in (0, second)]
    found = ops.einsum(f"{''.join(left)},{''.join(right)}->{''.join(kept)}", x, y)
    return ops.expand_dims(found, -1) if len(kept) == 1 else found


def _axes(axes: Any, left: int, right: int) -> tuple[int, int]:
    """Returns the axis of each that is multiplied along."""
    if axes is None:
        axes = (left - 1, right - 2 if right > 2 else right - 1)
    pair = (axes, axes) if isinstance(axes, int) else tuple(axes)
    if len(pair) != 2 or any(not isinstance(axis, int) for axis in pair):
        raise ArgumentError(
            "one axis of each is multiplied along",
            where="batch_dot",
            expected="a number, or two",
            got=repr(axes),
        )
    first, second = range(left)[pair[0]], range(right)[pair[1]]
    if 0 in (first, second):
        raise ArgumentError("the first axis is the batch", where="batch_dot", got=repr(axes))
    return first, second


def bias_add(x: Any, bias: Any, data_format: str | None = None) -> Tensor:
    """Adds a bias to the channels.

    Args:
        x: `(batch, ..., channels)`, or channels first.
        bias: `(channels,)`, or in the shape of a sample, channels last.
        data_format: where the channels are; the configured place by default.

    Raises:
        ShapeError: the bias has another number of axes.
    """
    place = place_of(data_format)
    rank, own = len(ops.shape(x)), len(ops.shape(bias))
    if own not in (1, rank - 1):
        raise ShapeError(
            "a bias has one axis, or those of a sample",
            where="bias_add",
            got=f"{show(ops.shape(x))}, {show(ops.shape(bias))}",
        )
    if place == "channels_last" or rank < 3:
        return ops.add(x, bias)
    if own == 1:
        return ops.add(x, ops.reshape(bias, (1, -1, *(1,) * (rank - 2))))
    return ops.add(x, ops.expand_dims(ops.moveaxis(bias, -1, 0), 0))
