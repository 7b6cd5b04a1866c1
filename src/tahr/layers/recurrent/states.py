"""Trees of states: their sizes, their zeros, their choice by a mask."""

from typing import Any

import numpy as np

from tahr import ops
from tahr.core import trees
from tahr.core.tracking import GeneratorBase
from tahr.core.typing import Tensor
from tahr.core.variables import Variable


class Carried(GeneratorBase):
    """The states a stateful layer carries to its next batch: state, and no weights.

    Args:
        states: a tree of zeros of the right shapes.
        dtype: of the variables.
    """

    def __init__(self, states: Any, dtype: str) -> None:
        self.states: Any = trees.map(
            lambda shape: Variable(
                _zeros,
                shape=shape,
                dtype=dtype,
                trainable=False,
                name="rnn_state",
            ),
            states,
            is_leaf=trees.is_shape,
        )

    @property
    def variables(self) -> list[Variable]:
        """The states, flat."""
        return trees.leaves(self.states)

    def store(self, states: Any) -> None:
        """Keeps other states."""
        for variable, value in zip(self.variables, trees.leaves(states), strict=True):
            variable.assign(value)

    def reset(self) -> None:
        """Sets all states to zero."""
        for variable in self.variables:
            variable.assign(_zeros(variable.shape, variable.dtype))


def _zeros(shape: Any, dtype: str) -> np.ndarray:
    return np.zeros(shape, dtype if dtype != "bfloat16" else "float32")


def chosen(mask: Tensor, new: Any, old: Any) -> Any:
    """Returns new states where a step counts, and the old ones elsewhere.

    Args:
        mask: bool, of shape (batch,).
        new: tree of tensors `(batch, ...)`.
        old: tree of as many tensors.
    """

    def choose(after: Tensor, before: Tensor) -> Tensor:
        column = (mask.shape[0], *(1,) * (len(after.shape) - 1))
        return ops.where(ops.reshape(mask, column), after, before)

    after, structure = trees.flatten(new)
    pairs = zip(after, trees.leaves(old), strict=True)
    return trees.unflatten(structure, [choose(*pair) for pair in pairs])
