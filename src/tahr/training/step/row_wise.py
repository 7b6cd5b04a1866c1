"""Whether a step treats the rows of a batch apart, but for what adds up over those that count.

A batch may be filled up only then. It is known of what is Tahr's own; of layers, losses and steps
written by users nothing is known, so their batches stay as they are.
"""

from collections.abc import Iterator
from typing import Any

from tahr.core.rows import is_own
from tahr.layers.base.rows import is_known_row_wise, options_of
from tahr.losses import Loss
from tahr.ops.rows import is_node_row_wise
from tahr.ops.symbolic import Node
from tahr.training.trainable import Trainable

STEPS = ("train_step", "test_step", "compute_loss", "compute_metrics", "get_metrics_result")
EACH = ("none", None)
"""Reductions of a loss that leave a number for each row."""


def is_row_wise(model: Trainable) -> bool:
    """Returns whether no row of a batch changes what another one adds to a step.

    Args:
        model: compiled and built.
    """
    steps = all(is_own(getattr(type(model), name)) for name in STEPS)
    if any(getattr(layer, "adds_of_batch", False) for layer in model.flatten_layers()):
        return False
    return steps and all(_is_row_wise(part) for part in _parts(model) if part is not None)


def _parts(model: Trainable) -> Iterator[Any]:
    for layer in model.flatten_layers():
        if getattr(layer, "on_host", False):
            continue  # has been run when the step gets the batch
        yield layer
        graph: Any = getattr(layer, "graph", None)
        if graph is not None:
            yield from graph.cut.body if graph.cut else graph.nodes
    if model.compilation is None:
        return
    yield from model.compilation.objective.functions if model.compilation.objective else ()
    yield from model.compilation.every_metric


def _is_row_wise(part: Any) -> bool:
    if isinstance(part, Node):
        return is_node_row_wise(part)
    if isinstance(part, Loss) and part.reduction in EACH:
        return False
    if any(
        isinstance(one, Loss) and one.reduction not in EACH for one in options_of(part).values()
    ):
        return False  # as the function of a metric it makes one number of all rows
    return is_known_row_wise(part)
