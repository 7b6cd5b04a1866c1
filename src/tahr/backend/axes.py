"""Shapes, axes and elements in the words of old programs."""

import builtins
import math
from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.backend.symbols import recorded, with_shape
from tahr.core.names import reset
from tahr.core.typing import Tensor


def ndim(x: Any) -> int:
    """Returns the number of axes."""
    return len(ops.shape(x))


def argmax(x: Any, axis: int = -1) -> Tensor:
    """Returns where the largest element of an axis stands."""
    return ops.argmax(x, axis=axis)


def argmin(x: Any, axis: int = -1) -> Tensor:
    """Returns where the least element of an axis stands."""
    return ops.argmin(x, axis=axis)


def cumsum(x: Any, axis: int = 0) -> Tensor:
    """Returns running sums along an axis."""
    return ops.cumsum(x, axis=axis)


def cumprod(x: Any, axis: int = 0) -> Tensor:
    """Returns running products along an axis."""
    return ops.cumprod(x, axis=axis)


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: object = "int32") -> Tensor:
    """Returns numbers in equal steps.

    Args:
        start: the first; the end, where no other is given.
        stop: the end, which is not reached.
        step: from each to the next.
        dtype: of the numbers.
    """
    if stop is None:
        start, stop = 0, start
    return ops.arange(start, stop, step, dtype=dtype)


def concatenate(tensors: Sequence[Any], axis: int = -1) -> Tensor:
    """Joins tensors along an axis, the last by default."""
    return ops.concatenate(list(tensors), axis=axis)


def stack(x: Sequence[Any], axis: int = 0) -> Tensor:
    """Joins tensors along a new axis."""
    return ops.stack(list(x), axis=axis)


def reshape(x: Any, shape: Any) -> Tensor:
    """Returns the same elements in another shape.

    Args:
        x: tensor.
        shape: lengths, of symbolic tensors too; one may be -1.
    """
    return with_shape(ops.reshape, shape, x)


def permute_dimensions(x: Any, pattern: Sequence[int]) -> Tensor:
    """Permutes the axes.

    Args:
        x: tensor.
        pattern: the old axis for each new one.
    """
    return ops.transpose(x, list(pattern))


def expand_dims(x: Any, axis: int = -1) -> Tensor:
    """Adds an axis of length one."""
    return ops.expand_dims(x, axis)


def flatten(x: Any) -> Tensor:
    """Returns all elements in one axis."""
    return ops.ravel(x)


def batch_flatten(x: Any) -> Tensor:
    """Returns the elements of each sample in one axis.

    Example:
        >>> import numpy as np
        >>> batch_flatten(np.ones((2, 3, 4))).shape
        (2, 12)
    """
    return recorded(lambda x: ops.reshape(x, (x.shape[0], math.prod(x.shape[1:]))), _as_tensor(x))


def _as_tensor(x: Any) -> Any:
    return x if hasattr(x, "shape") else ops.convert_to_tensor(x)


def repeat(x: Any, n: int) -> Tensor:
    """Repeats each sample n times along a new second axis.

    Args:
        x: `(batch, features)`.
        n: how often.

    Example:
        >>> import numpy as np
        >>> repeat(np.ones((2, 3)), 4).shape
        (2, 4, 3)
    """
    return ops.repeat(ops.expand_dims(x, 1), n, axis=1)


def repeat_elements(x: Any, rep: int, axis: int) -> Tensor:
    """Repeats each element along an axis.

    Args:
        x: tensor.
        rep: how often.
        axis: which.
    """
    return ops.repeat(x, rep, axis=axis)


def tile(x: Any, n: Any) -> Tensor:
    """Repeats a tensor as a whole.

    Args:
        x: tensor.
        n: how often, along each axis or along the last ones.
    """
    return with_shape(ops.tile, n, x)


def reverse(x: Any, axes: Any) -> Tensor:
    """Reverses the order along axes.

    Args:
        x: tensor.
        axes: one or several.
    """
    return ops.flip(x, axis=axes)


def gather(reference: Any, indices: Any) -> Tensor:
    """Returns elements along the first axis.

    Args:
        reference: tensor.
        indices: integers of any shape.
    """
    return ops.take(reference, ops.cast(indices, "int32"), axis=0)


def one_hot(indices: Any, num_classes: int) -> Tensor:
    """Returns a one at the place of each number, and zeros besides.

    Args:
        indices: integers.
        num_classes: how many places there are.
    """
    return ops.one_hot(ops.cast(indices, "int32"), num_classes)


def slice(x: Any, start: Any, size: Any) -> Tensor:
    """Returns a part of a tensor.

    Args:
        x: tensor.
        start: where it begins, along each axis.
        size: how long it is, along each axis; -1 for what is left.
    """
    ends = [None if n == -1 else first + n for first, n in zip(start, size, strict=True)]
    return _as_tensor(x)[tuple(builtins.slice(*pair) for pair in zip(start, ends, strict=True))]


def size(x: Any, name: str | None = None) -> Any:
    """Returns the number of elements."""
    return ops.size(x)


def pattern_broadcast(x: Any, broadcastable: Any) -> Any:
    """Returns the tensor: which axes are repeated follows from its shape."""
    return x


def reset_uids() -> None:
    """Numbers the names of layers from the start again."""
    reset()
