"""Whether a step treats the rows of a batch apart, but for what adds up over those that count.

A batch may be filled up only then. It is known of what is Tahr's own; of layers, losses and steps
written by users nothing is known, so their batches stay as they are.
"""

import inspect
from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any

from tahr.core import trees
from tahr.core.operators import OPS
from tahr.losses import Loss
from tahr.ops.operation import OpCall
from tahr.ops.symbolic import Node, is_symbolic
from tahr.regularizers import L1, L1L2, L2

STEPS = ("train_step", "test_step", "compute_loss", "compute_metrics", "get_metrics_result")
MIXING = frozenset({
    "Lambda", "FlaxLayer", "JaxLayer", "TFSMLayer",
    "TorchModuleWrapper", "circle", "dice", "tversky",
})  # fmt: skip
"""Classes and functions whose results depend on all rows, or that run what users wrote."""
SUMS = (L1, L2, L1L2)
"""Regularizers that add up over the rows."""
EACH = ("none", None)
"""Reductions of a loss that leave a number for each row."""
AXES = frozenset({"axis", "axes", "attention_axes"})
ELEMENTWISE = frozenset(
    f"tahr.ops.{name}"
    for name in (
        "arithmetic", "comparison", "elementwise", "exponential", "logical", "rounding",
        "special", "trigonometry", "nn.rectifiers", "nn.shrinking", "nn.sigmoids",
    )
)  # fmt: skip
"""Modules whose ops give each element by itself."""
WHOLE = frozenset({"allclose", "isin"})
"""Those in them that do not."""
ALONG = frozenset({
    "all", "any", "argmax", "argmin", "concatenate", "expand_dims", "log_softmax", "logsumexp",
    "max", "mean", "min", "prod", "softmax", "std", "sum", "var",
})  # fmt: skip
"""Ops that leave all axes apart but the one they are given."""


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
        return _is_node_row_wise(part)
    if not _is_known(part) or getattr(part, "graph", part) is None:
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


def _is_node_row_wise(node: Node) -> bool:
    """Tells whether what a node gives has rows, and an op keeps them where they are.

    The last axis of a vector is that of the rows, and tensors of different rank do not meet row by
    row.
    """
    if any(len(tensor.shape) < 2 for tensor in trees.leaves(node.outputs)):
        return False
    if not isinstance(node.operation, OpCall):
        return True
    name = node.operation.function
    op, rank = OPS[name], len(node.inputs[0].shape)
    if any(len(tensor.shape) != rank for tensor in node.inputs):
        return False
    if op.__module__ in ELEMENTWISE and name not in WHOLE:
        return all(
            _is_for_each_row(given, rank) for given in trees.leaves((node.args, node.kwargs))
        )
    bound = inspect.signature(op).bind(*node.args, **node.kwargs)
    bound.apply_defaults()
    return name in ALONG and _leave_rows({"axis": bound.arguments["axis"]})


def _is_for_each_row(given: Any, rank: int) -> bool:
    shape = tuple(getattr(given, "shape", ()))
    return is_symbolic(given) or len(shape) < rank or shape[:1] == (1,)


def _leave_rows(options: Mapping[str, Any]) -> bool:
    """Tells whether no option is a function of a user's, or names the axis of the rows.

    A loss as the function of a metric makes one number of all rows.
    """
    for name, value in options.items():
        if isinstance(value, Loss) and value.reduction not in EACH:
            return False
        if name in AXES:
            if not _leaves_first(value):
                return False
        elif callable(value) and not isinstance(value, type) and not _is_known(value):
            return False
    return True


def _leaves_first(value: Any) -> bool:
    """Tells whether no axis among those given is the first."""
    axes = value if isinstance(value, list | tuple) else (value,)
    return all(axis is not None and (axis == -1 or axis > 0) for axis in axes)


def _is_known(value: Any) -> bool:
    name = getattr(value, "__name__", type(value).__name__)
    return is_own(value) and name not in MIXING


def is_own(value: Any) -> bool:
    """Tells whether a function, class or object is Tahr's, and not a user's."""
    home = getattr(value, "__module__", None) or type(value).__module__
    return home.partition(".")[0] == __name__.partition(".")[0]
