"""The penalty on what a layer gives, a sample: activity regularization."""

from collections.abc import Callable
from typing import Any

from tahr.core.typing import Tensor
from tahr.ops.arithmetic import divide_no_nan
from tahr.ops.axes import dims, dtype_of
from tahr.ops.conversion import cast
from tahr.ops.filled import counted, samples

HALVES = frozenset({"float16", "bfloat16"})
"""Dtypes in which a sum over a batch overflows or loses its last digits."""


def activity_penalty(regularizer: Callable[[Any], Tensor], output: Tensor) -> Tensor:
    """Returns what a regularizer makes of an output, divided by the number of samples.

    So its strength does not depend on the size of the batch. Rows that only fill up the batch count
    neither in the penalty nor in the number.

    Args:
        regularizer: gets the output of the whole batch, gives a scalar.
        output: `(batch, ...)`; a scalar is not divided.
    """
    exact = cast(output, "float32") if dtype_of(output) in HALVES else output
    penalty = regularizer(counted(exact))
    if not dims(output):
        return penalty
    return divide_no_nan(penalty, samples(output))
