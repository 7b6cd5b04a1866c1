"""Which step may look at which."""

from functools import reduce

from tahr import ops
from tahr.core.typing import Tensor


def causal(time: int, source: int) -> Tensor:
    """Gives a mask `(1, time, source)` that lets a step look at itself and those before."""
    row = ops.reshape(ops.arange(time, dtype="int32"), (1, time, 1))
    column = ops.reshape(ops.arange(source, dtype="int32"), (1, 1, source))
    return ops.greater_equal(row, column)


def joined(*masks: Tensor | None) -> Tensor | None:
    """Gives a mask that lets through what all masks do; None where there is none."""
    given = [ops.cast(mask, "bool") for mask in masks if mask is not None]
    return reduce(ops.logical_and, given) if given else None
