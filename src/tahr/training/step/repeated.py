"""Repeated calls: `model(x)` in a program, compiled once it has been made a few times."""

from typing import Any

import numpy as np

from tahr.core import trees
from tahr.core.masks import get_mask
from tahr.core.scopes import state_scope
from tahr.layers.base import calls
from tahr.training.step.report import Signature, signature
from tahr.training.trainable import Trainable

EAGER = 2
"""Calls with inputs of one kind that run as they are written."""
NEVER = 2**62


class RepeatedCalls:
    """Counts the calls of a model by the kind of their inputs, and says when to compile.

    A call is compiled only where nothing can tell the difference: outside of any step, of any
    tape and of any other layer's call, for tensors with values, in inference, where it leaves no
    loss and no mask behind.

    Args:
        model: whose calls they are.
    """

    def __init__(self, model: Trainable) -> None:
        self._model = model
        self._counts: dict[Signature, int] = {}

    def is_due(self, args: tuple[Any, ...]) -> bool:
        """Returns whether a plain call with these inputs is to be compiled."""
        found = signature(args)
        self._counts[found] = self._counts.get(found, 0) + 1
        return self._counts[found] > EAGER

    def look(self, args: tuple[Any, ...], outputs: Any) -> None:
        """Looks at what a call as written gave: a loss or a mask keeps it as it is."""
        leaves = trees.leaves(outputs)
        plain = all(hasattr(t, "shape") and get_mask(t) is None for t in leaves)
        if not plain or any(layer._losses for layer in self._model.flatten_layers()):
            self._counts[signature(args)] = -NEVER

    def are_plain(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
        """Returns whether a call is one that could be compiled."""
        model = self._model
        if not model.built or model.run_eagerly or len(args) != 1:
            return False
        if any(kwargs.values()) or kwargs.keys() - {"training"}:
            return False
        if calls.context() is not None or state_scope() is not None:
            return False
        engine = model.engine
        if not engine.compiles or engine.is_watched():
            return False
        return all(_has_values(leaf, engine) for leaf in trees.leaves(args))


def _has_values(leaf: Any, engine: Any) -> bool:
    if get_mask(leaf) is not None:
        return False
    if engine.is_tensor(leaf):
        return engine.is_concrete(leaf)
    return isinstance(leaf, np.ndarray)
