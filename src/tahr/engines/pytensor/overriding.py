"""Results whose gradient is said rather than derived."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pytensor.gradient import DisconnectedType
from pytensor.graph.basic import Apply, Constant, Variable
from pytensor.graph.op import Op
from pytensor.graph.replace import _vectorize_node, vectorize_graph
from pytensor.graph.rewriting.basic import node_rewriter
from pytensor.graph.traversal import toposort, truncated_graph_inputs
from pytensor.tensor.rewriting.basic import register_canonicalize
from pytensor.tensor.type import TensorType


def outside(outputs: Sequence[Any], inputs: Sequence[Any]) -> list[Any]:
    """Lists what outputs are computed from besides the inputs: the ends of what needs no input."""
    ends = truncated_graph_inputs(list(outputs), ancestors_to_include=list(inputs))
    found: dict[Any, None] = {}
    while ends:
        end = ends.pop()
        if isinstance(end.type, TensorType):
            found[end] = None
        elif end.owner is not None:
            ends.extend(end.owner.inputs)
    return [v for v in found if v not in inputs and not isinstance(v, Constant)]


def replaced(outputs: Sequence[Any], places: Mapping[Any, Any]) -> list[Any]:
    """Computes outputs from other variables; only what depends on these is built anew.

    PyTensor's `clone_replace` copies as well what the new variables are computed from, which
    cuts their gradients off.
    """
    found = dict(places)
    for node in toposort(list(outputs), blockers=list(places)):
        inputs = [found.get(x, x) for x in node.inputs]
        if all(new is old for new, old in zip(inputs, node.inputs, strict=True)):
            continue
        new = node.clone_with_new_inputs(inputs, strict=False)
        found = dict(zip(node.outputs, new.outputs, strict=True)) | found
    return [found.get(x, x) for x in outputs]


class Overridden(Op):
    """Hands results on, and gives others the gradients that a graph computes.

    Its inputs are those with a gradient, the results, and what the graph is computed from. Once
    gradients have been taken it means nothing, and the first rewrite removes it.

    Args:
        upstreams: what stands in the graph for the gradients of the results.
        sources: what else the graph is computed from.
        gradients: the graph: a gradient for each of the first inputs, None where there is none.
    """

    __props__ = ("upstreams", "sources", "gradients")

    def __init__(
        self,
        upstreams: tuple[Variable, ...],
        sources: tuple[Variable, ...],
        gradients: tuple[Variable | None, ...],
    ) -> None:
        self.upstreams = upstreams
        self.sources = sources
        self.gradients = gradients
        self.view_map: dict[int, list[int]] = {
            i: [len(gradients) + i] for i in range(len(upstreams))
        }

    def results(self, inputs: Sequence[Any]) -> Sequence[Any]:
        """Picks the results from the inputs."""
        first = len(self.gradients)
        return inputs[first : first + len(self.upstreams)]

    def make_node(self, *inputs: Variable) -> Apply:
        return Apply(self, list(inputs), [x.type() for x in self.results(inputs)])

    def perform(self, node: Apply, inputs: Sequence[Any], output_storage: Any) -> None:
        for storage, result in zip(output_storage, self.results(inputs), strict=True):
            storage[0] = result

    def pullback(
        self, inputs: Sequence[Variable], outputs: Sequence[Any], cotangents: Sequence[Any]
    ) -> list[Variable]:
        count = len(self.gradients)
        found = [
            out.zeros_like() if isinstance(up.type, DisconnectedType) else up
            for out, up in zip(outputs, cotangents, strict=True)
        ]
        places = zip(self.sources, inputs[count + len(outputs) :], strict=True)
        given = dict(zip(self.upstreams, found, strict=True)) | dict(places)
        batched = any(new.type.ndim != old.type.ndim for old, new in given.items())
        result: list[Variable] = [DisconnectedType()() for _ in inputs]
        for i, gradient in enumerate(self.gradients):
            if gradient is None:
                continue
            if batched:
                result[i] = _summed(vectorize_graph(gradient, given), inputs[i])
            else:
                (result[i],) = replaced([gradient], given)
        return result

    def connection_pattern(self, node: Apply) -> list[list[bool]]:
        connected = [gradient is not None for gradient in self.gradients]
        connected += [False] * (len(node.inputs) - len(connected))
        return [[one] * len(node.outputs) for one in connected]


def _summed(gradient: Any, x: Any) -> Any:
    """Adds up over the axes that a mapping has put before those of an input it left alone."""
    return gradient.sum(tuple(range(gradient.type.ndim - x.type.ndim)), dtype=gradient.dtype)


def with_gradient(
    results: Sequence[Any], inputs: Sequence[Any], pull: Callable[..., Sequence[Any]]
) -> list[Any]:
    """Returns results that hand on the gradients of `pull` to the inputs, in place of their own.

    Args:
        results: variables.
        inputs: variables; those that hold no floats have no gradient.
        pull: gets a gradient for each result, gives one for each input, or None.
    """
    upstreams = tuple(x.type() for x in results)
    pairs = zip(pull(*upstreams), inputs, strict=True)
    gradients = tuple(g if x.dtype.startswith("float") else None for g, x in pairs)
    sources = tuple(outside([g for g in gradients if g is not None], upstreams))
    node = Overridden(upstreams, sources, gradients).make_node(*inputs, *results, *sources)
    return node.outputs


@node_rewriter([Overridden])
def _without(fgraph: Any, node: Apply) -> Any:
    assert isinstance(node.op, Overridden)
    return list(node.op.results(node.inputs))


register_canonicalize(_without, "fast_compile", name="tahr_overridden")


@_vectorize_node.register(Overridden)
def _over_a_batch(op: Overridden, node: Apply, *inputs: Variable) -> Apply:
    return op.make_node(*inputs)
