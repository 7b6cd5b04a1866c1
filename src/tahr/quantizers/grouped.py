"""Quantization of a matrix by groups of rows, each with a scale and a zero point a column."""

import math
from collections.abc import Sequence
from contextlib import nullcontext

from tahr import ops
from tahr.core import current
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import show
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike


def group_of(rows: int, size: int) -> list[int]:
    """Returns the group of each row.

    Args:
        rows: how many there are.
        size: how many a group has; -1 for one group.

    Example:
        >>> group_of(5, 2)
        [0, 0, 1, 1, 2]
    """
    return [row // size if size > 0 else 0 for row in range(rows)]


@ends_at_user
def abs_max_quantize_grouped_with_zero_point(
    inputs: TensorLike,
    block_size: int,
    value_range: Sequence[int] = (-8, 7),
    dtype: str = "int8",
    epsilon: float = 1e-7,
    to_numpy: bool = False,
) -> tuple[Tensor, Tensor, Tensor]:
    """Quantizes a matrix by groups of rows, between the smallest and the largest of each.

    A range always holds zero, which is kept exactly.

    Args:
        inputs: matrix of shape `(rows, columns)`.
        block_size: how many rows share a scale and a zero point, in each column.
        value_range: the smallest and the largest result.
        dtype: the dtype of the results and the zero points.
        epsilon: added to the range, so that it is never zero.
        to_numpy: whether it is computed on the host, without memory of the device.

    Returns:
        The rounded values, of the shape of the inputs; the scales and the zero points, of shape
        `(groups, columns)`: a value stands for `(value - zero) * scale`.

    Raises:
        ShapeError: the inputs are no matrix.
        ArgumentError: block_size is no positive integer.

    Example:
        >>> values, scale, zero = abs_max_quantize_grouped_with_zero_point([[0.0], [1.5]], 2)
        >>> values.tolist(), zero.tolist(), round(float(scale[0, 0]), 2)
        ([[-8], [7]], [[-8]], 0.1)

    Source: Jacob et al. (2018), "Quantization and training of neural networks for efficient
    integer-arithmetic-only inference", section 2.1, for each group.
    """
    if block_size < 1:
        raise ArgumentError("block_size must be a positive integer", got=block_size)
    with current.using("numpy") if to_numpy else nullcontext():
        x = ops.convert_to_tensor(current.to_numpy(inputs) if to_numpy else inputs)
        if len(x.shape) != 2:
            raise ShapeError("only a matrix has groups of rows", got=show(x.shape))
        found = _quantized(x, block_size, value_range, dtype, epsilon)
    return tuple(map(ops.convert_to_tensor, found)) if to_numpy else found  # type: ignore[return-value]


def _quantized(
    x: Tensor, block_size: int, value_range: Sequence[int], dtype: str, epsilon: float
) -> tuple[Tensor, Tensor, Tensor]:
    rows, columns = x.shape
    groups = math.ceil(rows / block_size)
    low, high = value_range
    padded = ops.pad(x, ((0, groups * block_size - rows), (0, 0)))
    blocks = ops.reshape(padded, (groups, block_size, columns))
    least = ops.minimum(ops.min(blocks, axis=1, keepdims=True), 0.0)
    most = ops.maximum(ops.max(blocks, axis=1, keepdims=True), 0.0)
    empty = ops.equal(ops.subtract(most, least), 0.0)
    least, most = ops.where(empty, -1.0, least), ops.where(empty, 1.0, most)
    scale = ops.divide(ops.add(ops.subtract(most, least), epsilon), high - low)
    zero = ops.clip(ops.add(ops.round(ops.divide(ops.negative(least), scale)), low), low, high)
    values = ops.clip(ops.add(ops.round(ops.divide(blocks, scale)), zero), low, high)
    flat = ops.reshape(values, (groups * block_size, columns))[:rows]
    return (
        ops.cast(flat, dtype),
        ops.reshape(scale, (groups, columns)),
        ops.cast(ops.reshape(zero, (groups, columns)), dtype),
    )


def dequantized(values: Tensor, scale: Tensor, zero: Tensor, groups: TensorLike) -> Tensor:
    """Returns the matrix that grouped values stand for.

    Args:
        values: matrix of shape `(rows, columns)`.
        scale: of shape `(groups, columns)`, as are the zero points.
        zero: what stands for zero.
        groups: the group of each row.
    """
    kind = ops.dtype(scale)
    places = ops.cast(groups, "int32")
    shifted = ops.subtract(ops.cast(values, kind), ops.take(ops.cast(zero, kind), places, axis=0))
    return ops.multiply(shifted, ops.take(scale, places, axis=0))
