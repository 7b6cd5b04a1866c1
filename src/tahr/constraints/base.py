"""The base of constraints."""

from typing import Any

from tahr.core.registry import known_as
from tahr.core.spelling import Configured
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor


@known_as("keras.constraints")
class Constraint(metaclass=Configured):
    """A rule that a weight is made to keep after each update; yours overrides `__call__`."""

    @ends_at_user
    def __call__(self, w: Tensor) -> Tensor:
        """Returns the weight as the rule wants it; by default as it is."""
        return w

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that would make it again."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes one from its configuration."""
        return cls(**config)
