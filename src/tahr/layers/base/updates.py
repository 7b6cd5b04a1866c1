"""Updates of variables as layers of Keras 1 and 2 announce them."""

from collections.abc import Iterable
from typing import Any

from tahr.core.variables import Variable
from tahr.layers.base import calls


class Updates:
    """What a layer of those years says of its variables while it is called."""

    stateful: bool = False

    def add_update(self, updates: Any, inputs: Any = None) -> None:
        """Gives variables their next values, in training; a stateful layer's always.

        Args:
            updates: pairs of a variable and its next value, one or a list; what `K.update` and its
                like have returned has happened already.
            inputs: unused: an update belongs to the call it is made in.
        """
        outer = calls.context()
        if not self.stateful and (outer is None or not outer.training):
            return
        for update in _listed(updates):
            if isinstance(update, tuple | list):
                variable, value = update
                variable.assign(value)


def _listed(updates: Any) -> Iterable[Any]:
    if updates is None:
        return ()
    is_pair = isinstance(updates, tuple) and len(updates) == 2 and isinstance(updates[0], Variable)
    several = isinstance(updates, list | tuple) and not is_pair
    return updates if several else [updates]
