"""Losses that a functional model is given as symbolic tensors: `model.add_loss(tensor)`."""

from typing import Any

from tahr import ops
from tahr.core import trees
from tahr.core.errors import ArgumentError, SavingError
from tahr.models.graph import Graph
from tahr.ops.symbolic import SymbolicTensor


def with_losses(graph: Graph | None, so_far: Graph | None, losses: Any, where: str) -> Graph:
    """Returns the graph of a model's outputs and of the losses added to it.

    Args:
        graph: the model's own.
        so_far: what this returned for losses added before.
        losses: symbolic tensors.
        where: the model's name.

    Raises:
        ArgumentError: the losses do not come from the inputs of the model.
    """
    if graph is None:
        raise ArgumentError(
            "a symbolic tensor can be added to the loss of a model with a graph only",
            where=where,
            todo="call add_loss in the `call` of the model or of a layer",
        )
    before = so_far.outputs[1] if so_far else []
    try:
        return Graph(graph.inputs, (graph.outputs, [*before, *trees.leaves(losses)]))
    except ArgumentError as error:
        raise ArgumentError(
            "this loss does not come from the inputs of the model",
            where=where,
            got=error.got,
            todo="compute it from the model's inputs and from outputs of its layers",
        ) from None


def is_symbolic_loss(loss: Any) -> bool:
    """Returns whether all of a loss is symbolic tensors."""
    leaves = trees.leaves(loss)
    return bool(leaves) and all(isinstance(leaf, SymbolicTensor) for leaf in leaves)


def losses_of(added: Graph, known: dict[int, Any]) -> list[Any]:
    """Returns the mean of each loss, out of what is known of tensors by their ids."""
    return [ops.mean(loss) for loss in added.taken(known)[1]]


def refuse(added: Graph | None, where: str) -> None:
    """Raises where a model with such losses is to be written or copied, which would lose them.

    Raises:
        SavingError: there are some.
    """
    if added is not None:
        raise SavingError(
            "a loss added as a symbolic tensor is no part of a model's configuration",
            where=where,
            todo="save the weights (save_weights), or call add_loss in a layer's `call`",
        )
