"""The step counter and the learning rate of an optimizer."""

from contextlib import suppress
from typing import Any

from tahr import ops
from tahr.core import current
from tahr.core.errors import ArgumentError, told
from tahr.core.rows import is_own
from tahr.core.serialization import deserialize, serialize
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.optimizers.schedules.schedule import LearningRateSchedule
from tahr.optimizers.state import OptimizerState


class Rated(OptimizerState):
    """An optimizer's count of updates, and how far each goes.

    Args:
        learning_rate: a number, a schedule, or a callable that gives a number.
        name: for paths and files.
    """

    gradient_accumulation_steps: int | None = None

    def __init__(self, learning_rate: Any, name: str | None = None) -> None:
        super().__init__(name)
        self._iterations = self.add_variable(dtype="int32", name="iteration")
        self._learning_rate: Any = self._checked_rate(learning_rate)
        if not callable(self._learning_rate):
            self._learning_rate = self.add_variable(name="learning_rate")
            self._learning_rate.assign(learning_rate)

    def _checked_rate(self, rate: Any) -> Any:
        number = isinstance(rate, int | float) or not getattr(rate, "shape", True)
        if callable(rate) or isinstance(rate, Variable) or (number and not rate < 0):
            return rate
        raise ArgumentError(
            "this is no learning rate",
            where=self.name,
            expected="a number, 0 or more, a LearningRateSchedule, or a callable",
            got=told(rate),
        )

    @property
    def iterations(self) -> Any:
        """How many updates there have been, an int32 scalar."""
        if self.gradient_accumulation_steps:
            return ops.floor_divide(self._iterations, self.gradient_accumulation_steps)
        return self._iterations

    def step(self, dtype: str) -> Tensor:
        """Returns the number of the update under way, the first being 1, in a float dtype."""
        return ops.cast(ops.add(self.iterations, 1), dtype)

    @property
    def takes_rate(self) -> bool:
        """Whether the learning rate is a number, which may be set to another."""
        return isinstance(self._learning_rate, Variable)

    @property
    def learning_rate(self) -> Any:
        """The learning rate now: a variable, or what the schedule gives for this step."""
        if isinstance(self._learning_rate, LearningRateSchedule):
            return _scheduled(self._learning_rate, self._iterations)
        if callable(self._learning_rate):
            return self._learning_rate()
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: Any) -> None:
        checked = self._checked_rate(rate)
        own = isinstance(self._learning_rate, Variable)
        if not callable(checked):
            if not own:
                raise TypeError(
                    f"the learning rate of {self.name} is a schedule and cannot be set to a "
                    "number: make the optimizer with a number"
                )
            self._learning_rate.assign(checked)
            return
        if own:
            self._variables.remove(self._learning_rate)
        self._learning_rate = checked

    def _written(self, name: str) -> Any:
        value = self._learning_rate if name == "learning_rate" else super()._written(name)
        if name == "learning_rate" or hasattr(value, "get_config"):
            return float(value.numpy()) if isinstance(value, Variable) else serialize(value)
        return value

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes an optimizer from its configuration.

        Args:
            config: what `get_config` gave.
            custom_objects: classes and functions by the names the configuration gives them.
        """
        rate = config.get("learning_rate")
        if isinstance(rate, dict):
            config = {**config, "learning_rate": deserialize(rate, custom_objects)}
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


def _scheduled(schedule: LearningRateSchedule, updates: Variable) -> Any:
    """Returns what a schedule gives after a number of updates.

    tf.keras counted them in floats, so a schedule of a program's own may compute what TensorFlow
    has for floats alone.
    """
    try:
        return schedule(updates)
    except Exception:
        if is_own(type(schedule)) or current.engine().name != "tensorflow":
            raise
        with suppress(Exception):
            return schedule(ops.cast(updates, "float32"))
        raise
