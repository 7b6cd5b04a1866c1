"""Pooling: the largest or the mean of each window."""

import math

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.engines.base import Axes, Pads
from tahr.ops.arithmetic import true_divide
from tahr.ops.axes import dims, dtype_of
from tahr.ops.nn.spatial import (
    Padding,
    PerAxis,
    from_last,
    pads_of,
    per_axis,
    spatial_rank,
    to_last,
)
from tahr.ops.op import Rule, op


def _windows(
    x: Tensor, pool_size: PerAxis, strides: PerAxis | None, padding: Padding
) -> tuple[Axes, Axes, Pads]:
    space = spatial_rank(x)
    window = per_axis(pool_size, space, "pool_size")
    steps = window if strides is None else per_axis(strides, space, "strides")
    return window, steps, pads_of(padding, dims(x)[1:-1], window, steps)


@op()
def max_pool(
    inputs: TensorLike,
    pool_size: PerAxis,
    strides: PerAxis | None = None,
    padding: Padding = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Returns the largest of each window; padding never wins.

    Args:
        inputs: `(batch, *space, channels)`, or channels first.
        pool_size: lengths of the window.
        strides: steps between windows; as long as the window by default.
        padding: "valid", "same", or (before, after) for each spatial axis.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        `(batch, *space, channels)`.

    Example:
        >>> import numpy as np
        >>> max_pool(np.array([1.0, 5.0, 2.0, 3.0]).reshape(1, 4, 1), 2)[0, :, 0].tolist()
        [5.0, 3.0]
    """
    x = to_last(inputs, data_format)
    window, steps, pads = _windows(x, pool_size, strides, padding)
    return from_last(engine().pool(x, window, steps, pads, "max"), data_format)


@op(rule=Rule.FLOAT)
def average_pool(
    inputs: TensorLike,
    pool_size: PerAxis,
    strides: PerAxis | None = None,
    padding: Padding = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Returns the mean of each window; padding does not count.

    Args:
        inputs: `(batch, *space, channels)`, or channels first.
        pool_size: lengths of the window.
        strides: steps between windows; as long as the window by default.
        padding: "valid", "same", or (before, after) for each spatial axis.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        `(batch, *space, channels)`.

    Example:
        >>> import numpy as np
        >>> x = np.array([1.0, 5.0, 2.0]).reshape(1, 3, 1)
        >>> average_pool(x, 2, padding="same")[0, :, 0].tolist()
        [3.0, 2.0]
    """
    x = to_last(inputs, data_format)
    window, steps, pads = _windows(x, pool_size, strides, padding)
    total = engine().pool(x, window, steps, pads, "sum")
    if not any(any(pad) for pad in pads):
        return from_last(true_divide(total, math.prod(window)), data_format)
    ones = engine().full((1, *dims(x)[1:-1], 1), 1.0, dtype_of(x))
    counts = engine().pool(ones, window, steps, pads, "sum")
    return from_last(true_divide(total, counts), data_format)
