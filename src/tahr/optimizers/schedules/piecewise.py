"""A rate that changes at given steps."""

from collections.abc import Sequence

from tahr import ops
from tahr.core.errors import ArgumentError
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.optimizers.schedules.schedule import LearningRateSchedule


@known_as("keras.optimizers.schedules")
class PiecewiseConstantDecay(LearningRateSchedule):
    """A rate that keeps a value up to a step, and another from there on.

    Args:
        boundaries: the last step of each value but the last, upwards.
        values: the rates, one more than there are boundaries.
        name: for files.

    Raises:
        ArgumentError: there are not as many values as that.

    Example:
        >>> rate = PiecewiseConstantDecay([10], [1.0, 0.5])
        >>> float(rate(10)), float(rate(11))
        (1.0, 0.5)
    """

    def __init__(
        self,
        boundaries: Sequence[float],
        values: Sequence[float],
        name: str = "PiecewiseConstant",
    ) -> None:
        if len(values) != len(boundaries) + 1:
            raise ArgumentError(
                "there is one more value than there are boundaries",
                where=name,
                expected=len(boundaries) + 1,
                got=len(values),
            )
        if list(boundaries) != sorted(boundaries):
            raise ArgumentError("the boundaries ascend", where=name, got=list(boundaries))
        self.boundaries = boundaries
        self.values = values
        self.name = name

    def __call__(self, step: TensorLike) -> Tensor:
        rate = ops.cast(self.values[-1], None)
        for boundary, value in reversed(list(zip(self.boundaries, self.values, strict=False))):
            rate = ops.where(ops.less_equal(step, boundary), value, rate)
        return rate
