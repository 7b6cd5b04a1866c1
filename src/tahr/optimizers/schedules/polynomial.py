"""Polynomial decay."""

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Positive
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.optimizers.schedules.progress import progress
from tahr.optimizers.schedules.schedule import LearningRateSchedule


@known_as("keras.optimizers.schedules")
class PolynomialDecay(LearningRateSchedule):
    """A rate that falls to an end value by a power of the time that is left.

    Args:
        initial_learning_rate: where it starts.
        decay_steps: how many steps it takes.
        end_learning_rate: where it ends.
        power: 1 for a straight line.
        cycle: whether to start again, each time for longer, rather than stay at the end.
        name: for files.

    Raises:
        ArgumentError: `decay_steps` is not positive.

    Example:
        >>> float(PolynomialDecay(1.0, 10, 0.0)(5))
        0.5
    """

    @checked
    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: Positive,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
        name: str = "PolynomialDecay",
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.end_learning_rate = end_learning_rate
        self.power = power
        self.cycle = cycle
        self.name = name

    def __call__(self, step: TensorLike) -> Tensor:
        share = progress(step, self.decay_steps)
        if self.cycle:
            share = ops.divide(share, ops.maximum(ops.ceil(share), 1.0))
        else:
            share = ops.minimum(share, 1.0)
        left = ops.power(ops.subtract(1.0, share), self.power)
        span = self.initial_learning_rate - self.end_learning_rate
        return ops.add(ops.multiply(span, left), self.end_learning_rate)
