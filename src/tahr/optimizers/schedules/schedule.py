"""LearningRateSchedule: a learning rate that depends on the step."""

from typing import Any

from tahr.core.registry import known_as
from tahr.core.spelling import Configured
from tahr.core.typing import Tensor, TensorLike


@known_as("keras.optimizers.schedules", "LearningRateSchedule")
class LearningRateSchedule(metaclass=Configured):
    """A learning rate as a function of the number of updates so far.

    A subclass writes `__call__`, and `get_config` if it is to be saved.

    Example:
        >>> class Halving(LearningRateSchedule):
        ...     def __call__(self, step):
        ...         return 0.5 ** float(step)
        >>> Halving()(2)
        0.25
    """

    def __call__(self, step: TensorLike) -> Tensor:
        """Returns the learning rate.

        Args:
            step: how many updates there have been, an integer scalar.

        Returns:
            A float scalar.
        """
        raise NotImplementedError(f"{type(self).__name__} has no `__call__` method")

    def get_config(self) -> dict[str, Any]:
        """Returns what `from_config` needs to make it again."""
        raise NotImplementedError(f"{type(self).__name__} has no `get_config` method")

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "LearningRateSchedule":
        """Makes a schedule from its configuration."""
        return cls(**config)
