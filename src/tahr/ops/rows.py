"""What treats the rows of a batch apart, as far as it is known.

It is known of what is Tahr's own; of functions and classes written by users nothing is known.
"""

import inspect
from typing import Any

from tahr.core import trees
from tahr.ops.operation import OpCall
from tahr.ops.symbolic import Node, is_symbolic

MIXING = frozenset({
    "Lambda", "FlaxLayer", "JaxLayer", "TFSMLayer",
    "TorchModuleWrapper", "circle", "dice", "tversky",
})  # fmt: skip
"""Classes and functions whose results depend on all rows, or that run what users wrote."""
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


def is_node_row_wise(node: Node) -> bool:
    """Tells whether what a node gives has rows, and an op keeps them where they are.

    The last axis of a vector is that of the rows, and tensors of different rank do not meet row by
    row.
    """
    if any(len(tensor.shape) < 2 for tensor in trees.leaves(node.outputs)):
        return False
    if not isinstance(node.operation, OpCall):
        return True
    name = node.operation.function
    op, rank = node.operation.definition, len(node.inputs[0].shape)
    if any(len(tensor.shape) != rank for tensor in node.inputs):
        return False
    if op.__module__ in ELEMENTWISE and name not in WHOLE:
        return all(
            _is_for_each_row(given, rank) for given in trees.leaves((node.args, node.kwargs))
        )
    bound = inspect.signature(op).bind(*node.args, **node.kwargs)
    bound.apply_defaults()
    return name in ALONG and leaves_first(bound.arguments["axis"])


def _is_for_each_row(given: Any, rank: int) -> bool:
    shape = tuple(getattr(given, "shape", ()))
    return is_symbolic(given) or len(shape) < rank or shape[:1] == (1,)


def leaves_first(value: Any) -> bool:
    """Tells whether no axis among those given is the first."""
    axes = value if isinstance(value, list | tuple) else (value,)
    return all(axis is not None and (axis == -1 or axis > 0) for axis in axes)


def is_known(value: Any) -> bool:
    """Tells whether a function, class or object is Tahr's, and none that runs what users wrote."""
    name = getattr(value, "__name__", type(value).__name__)
    return is_own(value) and name not in MIXING


def is_own(value: Any) -> bool:
    """Tells whether a function, class or object is Tahr's, and not a user's."""
    home = getattr(value, "__module__", None) or type(value).__module__
    return home.partition(".")[0] == __name__.partition(".")[0]
