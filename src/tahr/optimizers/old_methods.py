"""Methods that optimizers had in Keras 1 and 2."""

from dataclasses import dataclass
from typing import Any

from tahr.compat.orders import GET_UPDATES, GET_UPDATES_FIRST, placed


@dataclass(frozen=True)
class Descent:
    """A step of an optimizer that is to come, once a function between symbolic tensors runs.

    Args:
        optimizer: whose step it is.
        loss: the symbolic tensor that is to become less.
        variables: what it changes.
    """

    optimizer: Any
    loss: Any
    variables: list[Any]


class OldMethods:
    """Methods of earlier versions."""

    def get_updates(self, *args: Any, **kwargs: Any) -> list[Descent]:
        """Returns a step as what `keras.backend.function` takes among its updates.

        Args:
            *args: the loss and the variables; or, as in Keras 1, the variables, constraints and
                the loss.
            **kwargs: `loss` and `params`, and `constraints`, which variables know themselves.
        """
        order = GET_UPDATES_FIRST if len(args) == len(GET_UPDATES_FIRST) else GET_UPDATES
        given = {**placed("get_updates", order, args), **kwargs}
        return [Descent(self, given["loss"], list(given["params"]))]
