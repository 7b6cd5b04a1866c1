"""A graph of layers and ops: found from its outputs, run in order."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from tahr.core import trees, watching
from tahr.core.dtypes import STRING
from tahr.core.errors import ArgumentError, told
from tahr.core.mistaken import advice_about
from tahr.core.spending import spend
from tahr.layers.core.embedding import Embedding
from tahr.layers.core.input_layer import InputLayer
from tahr.models.cut import Cut, cut_of
from tahr.ops.operation import OpCall, Operation
from tahr.ops.symbolic import Node, SymbolicTensor

Caller = Callable[[Operation, tuple[Any, ...], dict[str, Any]], Any]


BY_IDS = ("cut", "embedded")
"""Attributes that are found anew in a copy."""


class Graph:
    """The nodes that lead from symbolic inputs to symbolic outputs.

    Args:
        inputs: a tree of symbolic tensors.
        outputs: a tree of symbolic tensors that come of the inputs.

    Raises:
        ArgumentError: something is not symbolic, an output needs another input, or two
            operations have one name.
    """

    def __init__(self, inputs: Any, outputs: Any) -> None:
        self.inputs = inputs
        self.outputs = outputs
        self.flat_inputs: list[SymbolicTensor] = _symbolic(inputs, "inputs")
        self.flat_outputs: list[SymbolicTensor] = _symbolic(outputs, "outputs")
        _check_once(self.flat_inputs)
        self.takes_text: bool = any(tensor.dtype == STRING for tensor in self.flat_inputs)
        self.nodes: list[Node] = self._ordered()
        self.operations: list[Operation] = self._ranked()
        _check_names(self.operations)

    def _ordered(self) -> list[Node]:
        """Lists the nodes so that each stands behind those it needs."""
        given = {id(t) for t in self.flat_inputs}
        done: dict[int, Node] = {}
        for tensor in self.flat_outputs:
            stack: list[tuple[SymbolicTensor, bool]] = [(tensor, False)]
            while stack:
                current, ready = stack.pop()
                node = current.node
                if id(current) in given or id(node) in done:
                    continue
                if node is None:
                    raise _loose(current)
                if ready:
                    done[id(node)] = node
                    continue
                if not node.inputs and not needs_nothing(current):
                    raise _loose(current)
                stack.append((current, True))
                stack.extend((t, False) for t in reversed(node.inputs))
        starts = {id(t.node): t.node for t in self.flat_inputs if t.node is not None}
        return [*starts.values(), *(n for i, n in done.items() if i not in starts)]

    def _ranked(self) -> list[Operation]:
        """Lists the operations as Keras numbers them: farthest from the outputs first."""
        depth: dict[int, int] = {}
        of_operation: dict[int, int] = {}
        for node in reversed(self.nodes):
            key = id(node.operation)
            level = max(depth.get(id(node), 0), of_operation.get(key, 0))
            of_operation[key] = depth[id(node)] = level
            for tensor in node.inputs:
                parent = id(tensor.node)
                depth[parent] = max(depth.get(parent, 0), level + 1)
        met = self._met()
        operations = {id(n.operation): n.operation for n in self.nodes}
        return sorted(operations.values(), key=lambda o: (-of_operation[id(o)], met.get(id(o), -1)))

    def _met(self) -> dict[int, int]:
        """Numbers the operations in the order a walk from the outputs meets them."""
        met: dict[int, int] = {}
        inside = {id(n) for n in self.nodes}
        seen: set[int] = set()
        stack = [t.node for t in reversed(self.flat_outputs)]
        while stack:
            node = stack.pop()
            if node is None or id(node) in seen or id(node) not in inside:
                continue
            seen.add(id(node))
            met.setdefault(id(node.operation), len(met))
            stack.extend(t.node for t in reversed(node.inputs))
        return met

    def run(self, values: list[Any], call: Caller | None = None, **options: Any) -> Any:
        """Computes the outputs.

        Args:
            values: a tensor for each input, in the order of `flat_inputs`.
            call: called with each operation and its arguments; calls it by default.
            **options: keyword arguments offered to each layer that takes them.

        Returns:
            The outputs, in their structure.
        """
        return self.taken(self.known(values, call, **options))

    def known(
        self, values: list[Any], call: Caller | None = None, **options: Any
    ) -> dict[int, Any]:
        """Computes all of its tensors, by their ids; what it is given is as for `run`."""
        spend(len(self.nodes))
        known = {id(t): v for t, v in zip(self.flat_inputs, values, strict=True)}
        self.compute(self.nodes, known, call, **options)
        return known

    def taken(self, known: dict[int, Any]) -> Any:
        """Returns the outputs, in their structure, out of what is known of tensors by their ids."""
        return trees.map(lambda t: known[id(t)], self.outputs)

    def compute(
        self,
        nodes: Iterable[Node],
        known: dict[int, Any],
        call: Caller | None = None,
        **options: Any,
    ) -> None:
        """Computes some of the nodes, and adds what comes of them to what is known."""
        watcher = watching.watcher()
        for node in nodes:
            outputs = trees.leaves(node.outputs)
            if all(id(t) in known for t in outputs):
                continue
            args, kwargs = node.filled(known)
            kwargs = {**kwargs, **options}
            made = call(node.operation, args, kwargs) if call else node.operation(*args, **kwargs)
            if watcher is not None and isinstance(node.operation, OpCall):
                watching.called(watcher, node.operation, (args, kwargs), made)
            results = trees.leaves(made)
            known.update(zip((id(t) for t in outputs), results, strict=True))

    def __getstate__(self) -> dict[str, Any]:
        """Leaves to be found anew in a copy what knows tensors by their ids."""
        return {name: value for name, value in vars(self).items() if name not in BY_IDS}

    @cached_property
    def embedded(self) -> list[tuple[int, Any]]:
        """The inputs that an Embedding takes as they are, by position."""
        places = {id(tensor): place for place, tensor in enumerate(self.flat_inputs)}
        return [
            (places[id(node.inputs[0])], node.operation)
            for node in self.nodes
            if isinstance(node.operation, Embedding) and id(node.inputs[0]) in places
        ]

    @cached_property
    def cut(self) -> Cut | None:
        """Where it is cut: what runs on the host before the rest; None where nothing does."""
        return cut_of(self)


def needs_nothing(tensor: SymbolicTensor) -> bool:
    """Returns whether a symbolic tensor has a value without a model being given any."""
    node = tensor.node
    if node is None or node.inputs:
        return False
    return not isinstance(node.operation, InputLayer) or node.operation.held is not None


def _symbolic(tree: Any, kind: str) -> list[SymbolicTensor]:
    found = trees.leaves(tree)
    for leaf in found:
        if not isinstance(leaf, SymbolicTensor):
            raise ArgumentError(
                f"the {kind} of a functional model must be symbolic tensors",
                got=told(leaf),
                todo=advice_about(leaf, "tensor")
                or "start from Input(shape) and call layers on it",
            )
    return found


def _check_once(inputs: list[SymbolicTensor]) -> None:
    seen: set[int] = set()
    for tensor in inputs:
        if id(tensor) in seen:
            raise ArgumentError(
                "an input of a functional model stands there twice",
                got=told(tensor),
                todo="give each input once; a tensor may be used as often as is wanted",
            )
        seen.add(id(tensor))


def _loose(tensor: SymbolicTensor) -> ArgumentError:
    return ArgumentError(
        "the outputs need a tensor that does not come from the inputs",
        got=told(tensor),
        todo="add it to the inputs of the model",
    )


def _check_names(operations: list[Operation]) -> None:
    seen: dict[str, Operation] = {}
    for operation in operations:
        if operation.name in seen:
            raise ArgumentError(
                f"two layers of the model are called {operation.name!r}",
                todo="give each its own name",
            )
        seen[operation.name] = operation
