"""Moving averages, which most optimizers are made of."""

from tahr import ops
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.ops.updates import moving_average


def average(slot: Variable, value: Tensor, decay: float) -> Tensor:
    """Moves a slot towards a value, slot = decay slot + (1 - decay) value, and gives it."""
    found = moving_average(slot, value, decay)
    slot.assign(found)
    return found


def unbiased(decay: float, step: Tensor) -> Tensor:
    """Returns 1 - decay^step: what an average that began at zero is too small by.

    Source: Kingma and Ba (2015), "Adam", section 3.
    """
    return ops.subtract(1.0, ops.power(ops.cast(decay, step.dtype), step))
