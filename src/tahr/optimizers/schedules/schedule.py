"""LearningRateSchedule: a learning rate that depends on the step."""

from tahr.core.configurable import Configurable
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike


@known_as("keras.optimizers.schedules", "LearningRateSchedule")
class LearningRateSchedule(Configurable):
    """A learning rate as a function of the number of updates so far.

    A subclass writes `__call__`.

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
