"""Decay with the inverse of time."""

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Positive
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.optimizers.schedules.progress import progress
from tahr.optimizers.schedules.schedule import LearningRateSchedule


@known_as("keras.optimizers.schedules")
class InverseTimeDecay(LearningRateSchedule):
    """A rate that falls as time grows: r0 / (1 + decay step / steps).

    Args:
        initial_learning_rate: where it starts.
        decay_steps: the unit of time, in steps.
        decay_rate: how fast it falls.
        staircase: whether it goes down all at once after these steps.
        name: for files.

    Raises:
        ArgumentError: `decay_steps` is not positive.

    Example:
        >>> float(InverseTimeDecay(1.0, 10, 1.0)(10))
        0.5
    """

    @checked
    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: Positive,
        decay_rate: float,
        staircase: bool = False,
        name: str = "InverseTimeDecay",
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def __call__(self, step: TensorLike) -> Tensor:
        share = progress(step, self.decay_steps)
        share = ops.floor(share) if self.staircase else share
        fall = ops.add(1.0, ops.multiply(self.decay_rate, share))
        return ops.divide(self.initial_learning_rate, fall)
