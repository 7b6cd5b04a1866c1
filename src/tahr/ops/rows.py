"""Which nodes of a graph treat the rows of a batch apart, as far as their ops say."""

import inspect
from typing import Any

from tahr.core import trees
from tahr.ops.operation import OpCall
from tahr.ops.symbolic import Node, is_symbolic

AXES = frozenset({"axis", "axes", "attention_axes"})


def is_node_row_wise(node: Node) -> bool:
    """Returns whether what a node gives has rows, and an op keeps them where they are.

    The last axis of a vector is that of the rows, and tensors of different rank do not meet row by
    row.
    """
    if any(len(tensor.shape) < 2 for tensor in trees.leaves(node.outputs)):
        return False
    if not isinstance(node.operation, OpCall):
        return True
    op, rank = node.operation.definition, len(node.inputs[0].shape)
    apart = getattr(op, "rows", None)
    if any(len(tensor.shape) != rank for tensor in node.inputs):
        return False
    if apart == "each":
        return all(
            _is_for_each_row(given, rank) for given in trees.leaves((node.args, node.kwargs))
        )
    bound = inspect.signature(op).bind(*node.args, **node.kwargs)
    bound.apply_defaults()
    return apart == "axis" and leaves_first(bound.arguments["axis"])


def _is_for_each_row(given: Any, rank: int) -> bool:
    shape = tuple(getattr(given, "shape", ()))
    return is_symbolic(given) or len(shape) < rank or shape[:1] == (1,)


def leaves_first(value: Any) -> bool:
    """Returns whether no axis among those given is the first."""
    axes = value if isinstance(value, list | tuple) else (value,)
    return all(axis is not None and (axis == -1 or axis > 0) for axis in axes)
