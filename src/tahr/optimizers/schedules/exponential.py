"""Exponential decay."""

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Positive
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.optimizers.schedules.progress import progress
from tahr.optimizers.schedules.schedule import LearningRateSchedule


@known_as("keras.optimizers.schedules")
class ExponentialDecay(LearningRateSchedule):
    """A rate that is multiplied by the same factor every so many steps: r0 decay^(step / steps).

    Args:
        initial_learning_rate: where it starts.
        decay_steps: how many steps the factor stands for.
        decay_rate: the factor.
        staircase: whether it goes down all at once after these steps.
        name: for files.

    Raises:
        ArgumentError: `decay_steps` is not positive.

    Example:
        >>> float(ExponentialDecay(1.0, 10, 0.5)(20))
        0.25
    """

    @checked
    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: Positive,
        decay_rate: float,
        staircase: bool = False,
        name: str = "ExponentialDecay",
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def __call__(self, step: TensorLike) -> Tensor:
        share = progress(step, self.decay_steps)
        share = ops.floor(share) if self.staircase else share
        return ops.multiply(self.initial_learning_rate, ops.power(self.decay_rate, share))
