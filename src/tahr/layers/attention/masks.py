"""Which step may look at which."""

from tahr import ops
from tahr.core.typing import Tensor


def causal(time: int, source: int) -> Tensor:
    """Returns a mask `(1, time, source)` that lets a step look at itself and those before."""
    row = ops.reshape(ops.arange(time, dtype="int32"), (1, time, 1))
    column = ops.reshape(ops.arange(source, dtype="int32"), (1, 1, source))
    return ops.greater_equal(row, column)


def near(time: int, source: int, window: int) -> Tensor:
    """Returns a mask `(1, time, source)` that lets a step look less than `window` steps away."""
    row = ops.reshape(ops.arange(time, dtype="int32"), (1, time, 1))
    column = ops.reshape(ops.arange(source, dtype="int32"), (1, 1, source))
    return ops.less(ops.absolute(ops.subtract(row, column)), window)
