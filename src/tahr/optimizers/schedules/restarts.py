"""Decay by half waves of the cosine, again and again."""

import math

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Positive
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.optimizers.schedules.progress import half_wave, progress
from tahr.optimizers.schedules.schedule import LearningRateSchedule


@known_as("keras.optimizers.schedules")
class CosineDecayRestarts(LearningRateSchedule):
    """A rate that falls along half a cosine, with warm restarts.

    Args:
        initial_learning_rate: where it starts.
        first_decay_steps: how many steps the first fall takes.
        t_mul: how many times longer each fall is than the one before.
        m_mul: how many times higher each start is than the one before.
        alpha: where each fall ends, as a share of the first start.
        name: for files.

    Raises:
        ArgumentError: `first_decay_steps` is not positive.

    Example:
        >>> float(CosineDecayRestarts(1.0, 10, m_mul=0.5)(10))
        0.5

    Source: Loshchilov and Hutter (2017), "SGDR", eq. 5.
    """

    @checked
    def __init__(
        self,
        initial_learning_rate: float,
        first_decay_steps: Positive,
        t_mul: Positive = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        name: str = "SGDRDecay",
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.first_decay_steps = first_decay_steps
        self.t_mul = t_mul
        self.m_mul = m_mul
        self.alpha = alpha
        self.name = name

    def __call__(self, step: TensorLike) -> Tensor:
        restarts, share = self._place(progress(step, self.first_decay_steps))
        height = ops.multiply(ops.power(self.m_mul, restarts), half_wave(share))
        left = ops.add(ops.multiply(1.0 - self.alpha, height), self.alpha)
        return ops.multiply(self.initial_learning_rate, left)

    def _place(self, time: Tensor) -> tuple[Tensor, Tensor]:
        """Returns how many falls are over, and the share of the one under way that is done.

        The first n falls take 1 + t + ... + t^(n-1) = (1 - t^n) / (1 - t) units of time.
        """
        if self.t_mul == 1.0:
            over = ops.floor(time)
            return over, ops.subtract(time, over)
        grown = ops.subtract(1.0, ops.multiply(time, 1.0 - self.t_mul))
        over = ops.floor(ops.divide(ops.log(grown), math.log(self.t_mul)))
        length = ops.power(self.t_mul, over)
        began = ops.divide(ops.subtract(1.0, length), 1.0 - self.t_mul)
        return over, ops.divide(ops.subtract(time, began), length)
