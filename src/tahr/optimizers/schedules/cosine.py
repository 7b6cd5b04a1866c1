"""Decay by half a wave of the cosine."""

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import NotNegative, Positive
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.optimizers.schedules.progress import half_wave, progress
from tahr.optimizers.schedules.schedule import LearningRateSchedule


@known_as("keras.optimizers.schedules")
class CosineDecay(LearningRateSchedule):
    """A rate that falls along half a cosine, after an optional linear warm-up.

    Args:
        initial_learning_rate: where it starts.
        decay_steps: how many steps the fall takes.
        alpha: where it ends, as a share of where the fall begins.
        name: for files.
        warmup_target: where the rise ends; no rise by default.
        warmup_steps: how many steps the rise takes.

    Raises:
        ArgumentError: `decay_steps` is not positive.

    Example:
        >>> round(float(CosineDecay(1.0, 10)(5)), 4)
        0.5

    Source: Loshchilov and Hutter (2017), "SGDR", eq. 5.
    """

    @checked
    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: Positive,
        alpha: float = 0.0,
        name: str = "CosineDecay",
        warmup_target: float | None = None,
        warmup_steps: NotNegative = 0,
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.alpha = alpha
        self.name = name
        self.warmup_target = warmup_target
        self.warmup_steps = warmup_steps

    def __call__(self, step: TensorLike) -> Tensor:
        if self.warmup_target is None:
            return self._fall(step, self.initial_learning_rate)
        fall = self._fall(ops.subtract(step, self.warmup_steps), self.warmup_target)
        if not self.warmup_steps:
            return fall
        rise = self.warmup_target - self.initial_learning_rate
        line = ops.multiply(rise, progress(step, self.warmup_steps))
        line = ops.add(line, self.initial_learning_rate)
        return ops.where(ops.less(step, self.warmup_steps), line, fall)

    def _fall(self, step: TensorLike, start: float) -> Tensor:
        share = ops.clip(progress(step, self.decay_steps), 0.0, 1.0)
        left = ops.add(ops.multiply(1.0 - self.alpha, half_wave(share)), self.alpha)
        return ops.multiply(start, left)
