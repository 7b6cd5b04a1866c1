"""Functions of tensors that compute with symbolic tensors of the model beside those given them."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from tahr.core import current, trees
from tahr.core.errors import ArgumentError, TahrError, told
from tahr.core.reaching import kept
from tahr.ops.symbolic import NeedsGraphError, SymbolicTensor


def reaching(function: Callable[..., Any]) -> Callable[..., Any]:
    """Lets a loss or metric compute with tensors of the model beside those it is given.

    Args:
        function: of targets and predictions. Tahr's own are left as they are.
    """
    is_own = str(getattr(function, "__module__", "")).startswith("tahr.")
    return function if is_own else Reaching(function)


class Reaching:
    """A function of tensors that may compute with symbolic ones.

    Once it is seen to do so it is called on symbolic tensors alone, since no framework adds its
    own tensors to these; what it wrote down is then computed.

    Args:
        function: of targets and predictions.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        functools.update_wrapper(self, function)
        self.function: Callable[..., Any] = function
        self.reaches: bool = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the function."""
        if not self.reaches:
            try:
                value = self.function(*args, **kwargs)
            except TahrError as error:
                wants_graph = isinstance(error, NeedsGraphError)
                if not wants_graph and not error.what.startswith(SymbolicTensor.no_values):
                    raise
            else:
                if not isinstance(value, SymbolicTensor):
                    return value
            self.reaches = True
        given: dict[int, Any] = {}
        stands = trees.map(functools.partial(_stand_in, given), (args, kwargs))
        value = self.function(*stands[0], **stands[1])
        where = str(getattr(self.function, "__name__", type(self.function).__name__))
        return value_of(value, where, given) if isinstance(value, SymbolicTensor) else value


def _stand_in(given: dict[int, Any], leaf: Any) -> Any:
    """Returns a symbolic tensor for a tensor, and enters what it stands for."""
    if not hasattr(leaf, "shape"):
        return leaf
    own = _output_of(leaf)
    if own is not None:  # so that gradients of it can be asked for
        given[id(own)] = leaf
        return own
    made = SymbolicTensor(tuple(leaf.shape), current.engine().dtype_of(leaf))
    given[id(made)] = leaf
    return made


def _output_of(leaf: Any) -> SymbolicTensor | None:
    """Returns the output of the model whose value a tensor is in the step under way."""
    step = kept()
    graph = None if step is None else getattr(step.owner, "graph", None)
    if step is None or graph is None:
        return None
    found = [t for t in graph.flat_outputs if step.values.get(id(t)) is leaf]
    if not found:
        return None
    step.reach(found[0])
    return found[0]


def value_of(wanted: SymbolicTensor, where: str, given: Mapping[int, Any] | None = None) -> Any:
    """Computes a symbolic tensor from what the step keeps of the model's own tensors.

    Args:
        wanted: one of the model's, or what was computed of some.
        where: what asks for it, in errors.
        given: values of other tensors, by their ids.

    Raises:
        ArgumentError: it does not come from the model's inputs.
    """
    step = kept()
    held = {} if step is None else step.values
    known = {**held, **(given or {})}
    pending = [wanted]
    while pending:
        tensor = pending.pop()
        if id(tensor) in known:
            if step is not None and id(tensor) in held:
                step.reach(tensor)
            continue
        node = tensor.node
        if node is None or not node.inputs:
            raise _loose(tensor, where)
        missing = [t for t in node.inputs if id(t) not in known]
        if missing:
            pending += [tensor, *missing]
            continue
        for one in node.inputs:
            if step is not None and id(one) in held:
                step.reach(one)
        args, kwargs = node.filled(known)
        made = trees.leaves(node.operation(*args, **kwargs))
        known.update(zip(map(id, trees.leaves(node.outputs)), made, strict=True))
    return known[id(wanted)]


def _loose(tensor: SymbolicTensor, where: str) -> ArgumentError:
    return ArgumentError(
        "what this computes with does not come from the model's inputs",
        where=where,
        got=told(tensor),
        todo="compute with the targets, the predictions and what comes from outputs of layers "
        "of a functional model",
    )
