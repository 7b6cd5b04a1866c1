"""The base of regularizers."""

from typing import Any

from tahr.core.registry import known_as
from tahr.core.spelling import Configured
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor


@known_as("keras.regularizers")
class Regularizer(metaclass=Configured):
    """A penalty on a weight, added to the loss; yours overrides `__call__` and `get_config`."""

    @ends_at_user
    def __call__(self, x: Tensor) -> Tensor:
        """Returns the penalty, a scalar."""
        raise NotImplementedError(f"{type(self).__name__} has no __call__ method")

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that would make it again."""
        raise NotImplementedError(f"{type(self).__name__} has no get_config method")

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes one from its configuration."""
        return cls(**config)
