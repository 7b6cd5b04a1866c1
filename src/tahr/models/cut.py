"""Where a graph is cut: text turns into numbers on the host, and the engine compiles the rest.

The nodes that take text, or whose layer says so (`on_host`), and all they are computed from, are
the head. It runs on NumPy, in the pipeline of the data. What crosses the cut is a dict of arrays by
name, which is all that a compiled step gets; a model takes it in the place of its inputs.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any

from tahr.core import current, trees
from tahr.core.dtypes import STRING
from tahr.core.errors import ArgumentError
from tahr.core.specs import TensorSpec
from tahr.core.texts import holds_text
from tahr.models.inputs import conformed, matched, raw
from tahr.ops.operation import OpCall
from tahr.ops.symbolic import Node, SymbolicTensor

if TYPE_CHECKING:
    from tahr.models.graph import Graph

HOST = ("numpy", "cpu")

Known = dict[int, Any]
"""What is known of tensors, by their ids."""


class Cut:
    """The two parts of a graph.

    Args:
        graph: the whole.
        head: the nodes that run on the host, in order.
        split: by node, the cut of a model that is itself partly in the head.
    """

    def __init__(self, graph: "Graph", head: list[Node], split: dict[int, "Cut"]) -> None:
        self.head = head
        self._graph = graph
        self._split = split
        self._inputs = {id(t) for t in graph.flat_inputs}
        done = {id(n) for n in head} | {id(t.node) for t in graph.flat_inputs}
        self.body: list[Node] = [n for n in graph.nodes if id(n) not in done]
        self._inner = [n for n in self.body if id(n) in split]
        self._crossing = self._found()
        self.own_names: frozenset[str] = frozenset(
            [name for name, t in self._crossing.items() if id(t) not in self._inputs]
            + [f"{_of(n)}/{name}" for n in self._inner for name in split[id(n)].own_names]
        )
        """The names of what the head computes, rather than passes through."""
        self.names: frozenset[str] = self.own_names | self._crossing.keys()
        """The names of all that crosses."""

    def _found(self) -> dict[str, SymbolicTensor]:
        """Finds the tensors that the head hands over, by name."""
        made = self._inputs | {id(t) for n in self.head for t in trees.leaves(n.outputs)}
        wanted = [t for node in self.body for t in self._wanted(node)]
        found = {id(t): t for t in [*wanted, *self._graph.flat_outputs] if id(t) in made}
        numbers: Counter[str] = Counter()
        named: dict[str, SymbolicTensor] = {}
        for tensor in found.values():
            name = _of(tensor.node)
            numbers[name] += 1
            named[name if numbers[name] == 1 else f"{name}:{numbers[name]}"] = tensor
        return named

    def _wanted(self, node: Node) -> list[SymbolicTensor]:
        """Lists what a node in the body needs of the tensors before it."""
        if id(node) not in self._split:
            return node.inputs
        inner = self._split[id(node)]
        through = {id(t) for t in inner._crossing.values()}
        pairs = zip(trees.leaves(node.args[0]), inner._graph.flat_inputs, strict=True)
        return [tensor for tensor, place in pairs if id(place) in through]

    @property
    def crossing(self) -> list[str]:
        """The names of the tensors that the head hands over, in the order they are needed."""
        return list(self._crossing)

    @property
    def kept_from_training(self) -> list[str]:
        """The names of layers that run on the host and have weights to be trained."""
        within = [name for inner in self._split.values() for name in inner.kept_from_training]
        return within + [
            node.operation.name
            for node in self.head
            if getattr(node.operation, "trainable_variables", None)
        ]

    @property
    def is_fixed(self) -> bool:
        """Whether the shapes of what crosses are known, the batch aside."""
        own = all(None not in t.shape[1:] for t in self._crossing.values())
        return own and all(inner.is_fixed for inner in self._split.values())

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left for the engine to compile."""
        return not self.body

    def is_prepared(self, inputs: Any) -> bool:
        """Returns whether something is what crosses, rather than the inputs of the model."""
        return isinstance(inputs, dict) and inputs.keys() == self.names

    def needs(self) -> set[int]:
        """Lists the places among the inputs that the head is computed from."""
        used = {id(t) for node in self.head for t in node.inputs}
        for node in self._inner:
            given = trees.leaves(node.args[0])
            used |= {id(given[place]) for place in self._split[id(node)].needs()}
        return {i for i, t in enumerate(self._graph.flat_inputs) if id(t) in used}

    # Running.

    def prepare(self, inputs: Any, where: str) -> dict[str, Any]:
        """Runs the head.

        Args:
            inputs: what a user passes to the model.
            where: the model's name.

        Returns:
            Arrays by name: what crosses.

        Raises:
            DataError: there are numbers where text is expected, or text where numbers are.
        """
        if self.is_prepared(inputs):
            return inputs
        wanted = self._graph.flat_inputs
        with current.using(*_place(inputs)):
            values = matched(raw(inputs, len(wanted), where), self._graph.inputs, where)
            pairs = zip(wanted, values, strict=True)
            known = {id(t): conformed(value, t, where) for t, value in pairs}
            found = self._computed(known)
        through = self._crossing.keys() - self.own_names
        return {**found, **{name: known[id(self._crossing[name])] for name in through}}

    def _computed(self, known: Known) -> dict[str, Any]:
        """Runs the head on what is known of the inputs; returns what it computes, by name."""
        self._graph.compute(self.head, known)
        own = {n: t for n, t in self._crossing.items() if n in self.own_names}
        found = {name: known[id(tensor)] for name, tensor in own.items()}
        for node in self._inner:
            inner = self._split[id(node)]
            within = inner._handed(node, known)
            found |= {f"{_of(node)}/{n}": v for n, v in inner._computed(within).items()}
        return found

    def _handed(self, node: Node, known: Known) -> Known:
        """Returns what is known of its inputs, where it is a node's of a graph around it."""
        pairs = zip(self._graph.flat_inputs, trees.leaves(node.args[0]), strict=True)
        return {id(place): known[id(t)] for place, t in pairs if id(t) in known}

    def finish(self, prepared: dict[str, Any]) -> Any:
        """Runs the body on what crosses, and returns the outputs of the model."""
        known = {
            id(t): conformed(prepared[name], t)
            if id(t) in self._inputs
            else _landed(prepared[name])
            for name, t in self._crossing.items()
        }
        for node in self.body:
            if id(node) not in self._split:
                self._graph.compute([node], known)
                continue
            inputs = self._split[id(node)]._crossed(node, known, prepared)
            made = node.operation(inputs, *node.args[1:], **node.kwargs)
            pairs = zip(trees.leaves(node.outputs), trees.leaves(made), strict=True)
            known.update((id(tensor), value) for tensor, value in pairs)
        return self._graph.taken(known)

    def _crossed(self, node: Node, known: Known, prepared: dict[str, Any]) -> dict[str, Any]:
        """Returns what crosses this cut, where the model is a node of a graph around it."""
        within = self._handed(node, known)
        return {
            name: prepared[f"{_of(node)}/{name}"]
            if name in self.own_names
            else within[id(self._crossing[name])]
            for name in self.names
        }


def cut_of(graph: "Graph") -> Cut | None:
    """Finds where a graph is to be cut; None where all of it can be compiled.

    Raises:
        ArgumentError: something that runs on the host needs what comes of weights.
    """
    ready = {id(t) for t in graph.flat_inputs}
    pulled = _pulled(graph, ready)
    head: list[Node] = []
    split: dict[int, Cut] = {}
    for node in graph.nodes:
        if not node.inputs or id(node) in {id(t.node) for t in graph.flat_inputs}:
            continue
        inner = getattr(getattr(node.operation, "graph", None), "cut", None)
        if inner is not None and inner.body:
            split[id(node)] = _fed(inner, node, ready)
        elif all(id(t) in ready for t in node.inputs) and (_is_host(node) or id(node) in pulled):
            head.append(node)
            ready |= {id(t) for t in trees.leaves(node.outputs)}
    text = any(t.dtype == STRING for t in graph.flat_inputs)
    return Cut(graph, head, split) if head or split or text else None


def _fed(inner: Cut, node: Node, ready: set[int]) -> Cut:
    """Checks that what the head of an inner model needs is there before anything is compiled.

    Raises:
        ArgumentError: it is not.
    """
    given = trees.leaves(node.args[0])
    late = [given[place] for place in inner.needs() if id(given[place]) not in ready]
    if late:
        raise ArgumentError(
            "part of this model runs on the host, before what the engine compiles, and it is given "
            "what is computed with weights",
            where=_of(node),
            got=f"the output of {_of(late[0].node)}",
            todo="give it what comes from the inputs of the model",
        )
    return inner


def _pulled(graph: "Graph", ready: set[int]) -> set[int]:
    """Lists the nodes without weights between the inputs and what must run on the host."""
    found: set[int] = set()
    for node in graph.nodes:
        if not _is_host(node) or all(id(t) in ready for t in node.inputs):
            continue
        before = _before(node, ready)
        if all(_has_no_state(n) or _is_host(n) for n in before):
            found |= {id(n) for n in before}
    return found


def _before(node: Node, ready: set[int]) -> list[Node]:
    found: dict[int, Node] = {}
    pending = list(node.inputs)
    while pending:
        tensor = pending.pop()
        if id(tensor) in ready or tensor.node is None or id(tensor.node) in found:
            continue
        found[id(tensor.node)] = tensor.node
        pending += tensor.node.inputs
    return list(found.values())


def _is_host(node: Node) -> bool:
    layer = node.operation
    if any(t.dtype == STRING for t in [*node.inputs, *trees.leaves(node.outputs)]):
        return True
    cut = getattr(getattr(layer, "graph", None), "cut", None)
    return bool(getattr(layer, "on_host", False)) or (cut is not None and not cut.body)


def _has_no_state(node: Node) -> bool:
    layer = node.operation
    return isinstance(layer, OpCall) or not getattr(layer, "variables", [None])


def _of(node: Node | None) -> str:
    return node.operation.name if node is not None else ""


def _place(inputs: Any) -> tuple[Any, str] | tuple[Any]:
    """Says where the head runs: on NumPy, or on specs where there are no values yet."""
    if current.engine().texts is not None:
        return (current.engine(),)
    if any(isinstance(leaf, TensorSpec) for leaf in trees.leaves(inputs)):
        return ("spec",)
    return HOST


def _landed(value: Any) -> Any:
    engine = current.engine()
    kept = engine.is_tensor(value) or isinstance(value, TensorSpec) or holds_text(value)
    return value if kept else engine.asarray(value)
