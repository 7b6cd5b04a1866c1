"""Which layers treat the rows of a batch apart, as far as it is known."""

from collections.abc import Mapping
from types import FunctionType, NoneType
from typing import Any

from tahr.core.rows import are_rows_apart, is_own
from tahr.ops.rows import AXES, leaves_first
from tahr.regularizers import L1, L1L2, L2

SUMS = (L1, L2, L1L2)
"""Regularizers that add up over the rows."""


def is_known_row_wise(part: Any) -> bool:
    """Returns whether a layer, by itself, does with many rows what it does with each.

    What it holds is looked at apart: the layers inside, and the nodes of a graph.

    Args:
        part: a layer, or a loss or metric.
    """
    if not are_rows_apart(part) or getattr(part, "graph", part) is None:
        return False
    if getattr(part, "added", None) is not None or getattr(part, "stateful", False):
        return False
    if getattr(part, "held", None) is not None:  # whose rows are as many as they are
        return False
    if type(getattr(part, "activity_regularizer", None)) not in (NoneType, *SUMS):
        return False
    return _leave_rows(options_of(part))


def options_of(part: Any) -> dict[str, Any]:
    """Returns the options that a layer, loss or metric was made with, and what else it holds."""
    held = {name: value for name, value in vars(part).items() if value is not None}
    return {**held, **getattr(part, "options", {})}


def _leave_rows(options: Mapping[str, Any]) -> bool:
    """Returns whether no option is a function of a user's, or names the axis of the rows."""
    for name, value in options.items():
        if name in AXES:
            if not leaves_first(value):
                return False
        elif callable(value) and not isinstance(value, type) and not _is_harmless(value):
            return False
    return True


def _is_harmless(value: Any) -> bool:
    """Returns whether a function keeps rows apart; layers and other objects are asked apart."""
    return are_rows_apart(value) if isinstance(value, FunctionType) else is_own(value)
