"""The base of regularizers."""

from tahr.core.configurable import Configurable
from tahr.core.registry import known_as
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor


@known_as("keras.regularizers")
class Regularizer(Configurable):
    """A penalty on a weight, added to the loss; yours overrides `__call__`."""

    @ends_at_user
    def __call__(self, x: Tensor) -> Tensor:
        """Returns the penalty, a scalar."""
        raise NotImplementedError(f"{type(self).__name__} has no __call__ method")
