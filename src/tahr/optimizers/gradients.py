"""Gradients as they come from the loss: matched with their weights and checked."""

import warnings
from collections.abc import Sequence
from typing import Any, TypeAlias

from tahr import ops
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor
from tahr.core.variables import Variable

Pairs: TypeAlias = list[tuple[Tensor, Variable]]


def present(grads: Sequence[Any], variables: Sequence[Variable], where: str) -> Pairs:
    """Pairs gradients with their weights, and drops weights without one.

    Args:
        grads: a gradient for each weight, or None.
        variables: the weights.
        where: whose they are, for messages.

    Raises:
        ArgumentError: there is no gradient at all.
        ShapeError: a gradient has another shape than its weight.
    """
    missing = [v.path for g, v in zip(grads, variables, strict=True) if g is None]
    if len(missing) == len(grads):
        raise ArgumentError(
            "there is no gradient for any variable",
            where=where,
            todo="check that the loss depends on the trainable weights",
        )
    if missing:
        warnings.warn(f"no gradient for {', '.join(missing)}", stacklevel=3)
    given = [(g, v) for g, v in zip(grads, variables, strict=True) if g is not None]
    pairs = [(ops.convert_to_tensor(g), v) for g, v in given]
    for gradient, variable in pairs:
        if tuple(gradient.shape) != variable.shape:
            raise ShapeError(
                "the gradient does not fit the variable",
                where=variable.path,
                expected=show(variable.shape),
                got=show(gradient.shape),
            )
    return pairs


def overwritten(pairs: Pairs) -> Pairs:
    """Assigns those gradients that are their weights' new values; gives the other pairs."""
    for gradient, variable in pairs:
        if variable.overwrite_with_gradient:
            variable.assign(gradient)
    return [(g, v) for g, v in pairs if not v.overwrite_with_gradient]
