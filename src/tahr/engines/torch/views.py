"""Which results of a recording lie in the memory of others."""

import operator
from typing import Any

import torch
from torch._ops import OpOverload
from torch.fx import Graph, Node

from tahr.engines.torch.widening import Tensor


def may_be_view(node: Node) -> bool:
    """Returns whether a result may lie in the memory of an input."""
    if not isinstance(node.target, OpOverload):
        return True
    return any(r.alias_info is not None for r in node.target._schema.returns)


def keep_apart(graph: Graph, given_away: int) -> None:
    """Copies results that lie in the memory of an input, or of another result.

    What stays of the state that is given away is its own result.

    Args:
        graph: a recording.
        given_away: how many of its first inputs belong to that state.
    """
    output: Any = graph.output_node()
    inputs = [*graph.find_nodes(op="placeholder")]
    homes: set[Node] = {*inputs[given_away:]}
    results = list(output.args[0])
    for place, result in enumerate(results):
        home = _home(result) if isinstance(result, Node) else None
        stays = place < given_away and result is inputs[place]
        if home is None:
            continue
        if home in homes or (home in inputs and not stays):
            with graph.inserting_before(output):
                copy = graph.call_function(torch.ops.aten.clone.default, (result,))
            copy.meta = dict(result.meta)
            results[place] = copy
        homes.add(home)
    output.args = (type(output.args[0])(results),)


def kept_apart(results: list[Any], tensors: list[Tensor], given_away: int) -> list[Any]:
    """Does as `keep_apart` with what a function gave that ran as it is written."""
    taken = {t.untyped_storage().data_ptr() for t in tensors}
    found: list[Any] = []
    for place, result in enumerate(results):
        if not isinstance(result, Tensor):
            found.append(result)
            continue
        stays = place < given_away and result is tensors[place]
        home = result.untyped_storage().data_ptr()
        found.append(result.clone() if home in taken and not stays else result)
        taken.add(home)
    return found


def _home(node: Any) -> Node:
    """Returns the first of a row of views."""
    while node.op == "call_function" and may_be_view(node):
        if node.target is operator.getitem and not _are_views(node.args[0]):
            return node
        node = next(iter(node.all_input_nodes), node)
    return node


def _are_views(node: Any) -> bool:
    while node.target is operator.getitem:
        node = node.args[0]
    return may_be_view(node)
