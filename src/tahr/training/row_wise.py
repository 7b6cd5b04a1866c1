"""Whether a step treats the rows of a batch apart, but for what adds up over those that count.

A batch may be filled up only then. It is known of what is Tahr's own; of layers, losses and steps
written by users nothing is known, so their batches stay as they are.
"""

from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any

from tahr.losses import Loss
from tahr.ops.rows import AXES, is_known, is_node_row_wise, is_own, leaves_first
from tahr.ops.symbolic import Node
from tahr.regularizers import L1, L1L2, L2

STEPS = ("train_step", "test_step", "compute_loss", "compute_metrics", "get_metrics_result")
SUMS = (L1, L2, L1L2)
"""Regularizers that add up over the rows."""
EACH = ("none", None)
"""Reductions of a loss that leave a number for each row."""


def is_row_wise(model: Any) -> bool:
    """Tells whether no row of a batch changes what another one adds to a step.

    Args:
        model: compiled and built.
    """
    steps = all(is_own(getattr(type(model), name)) for name in STEPS)
    return steps and all(_is_row_wise(part) for part in _parts(model) if part is not None)


def _parts(model: Any) -> Iterator[Any]:
    for layer in model.flatten_layers():
        if getattr(layer, "on_host", False):
            continue  # has been run when the step gets the batch
        yield layer
        if getattr(layer, "graph", None) is not None:
            yield from layer.graph.cut.body if layer.graph.cut else layer.graph.nodes
    yield from model.compilation.objective.functions if model.compilation.objective else ()
    yield from model.compilation.every_metric


def _is_row_wise(part: Any) -> bool:
    if isinstance(part, Node):
        return is_node_row_wise(part)
    if not is_known(part) or getattr(part, "graph", part) is None:
        return False
    if getattr(part, "added", None) is not None:
        return False
    if isinstance(part, Loss) and part.reduction in EACH:
        return False
    regularizer = getattr(part, "activity_regularizer", None)
    if getattr(part, "stateful", False) or type(regularizer) not in (NoneType, *SUMS):
        return False
    given = {name: value for name, value in vars(part).items() if value is not None}
    return _leave_rows({**given, **getattr(part, "options", {})})


def _leave_rows(options: Mapping[str, Any]) -> bool:
    """Tells whether no option is a function of a user's, or names the axis of the rows.

    A loss as the function of a metric makes one number of all rows.
    """
    for name, value in options.items():
        if isinstance(value, Loss) and value.reduction not in EACH:
            return False
        if name in AXES:
            if not leaves_first(value):
                return False
        elif callable(value) and not isinstance(value, type) and not is_known(value):
            return False
    return True
