"""The base of constraints."""

from tahr.core.configurable import Configurable
from tahr.core.registry import known_as
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor


@known_as("keras.constraints")
class Constraint(Configurable):
    """A rule that holds for a weight after each update; yours overrides `__call__`."""

    @ends_at_user
    def __call__(self, w: Tensor) -> Tensor:
        """Returns the weight as the rule wants it; by default as it is."""
        return w
