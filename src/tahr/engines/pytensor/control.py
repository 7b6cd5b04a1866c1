"""Control flow in a graph: loops, branches and mapping."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from pytensor import ifelse  # type: ignore[reportPrivateImportUsage]
from pytensor.compile.maker import function
from pytensor.graph.op import HasInnerGraph
from pytensor.graph.replace import vectorize_graph
from pytensor.graph.traversal import applys_between
from pytensor.scan.basic import scan

from tahr.core import trees
from tahr.core.errors import ShapeError
from tahr.core.specs import TensorSpec
from tahr.engines.numpy.arithmetic import DTYPES
from tahr.engines.pytensor.hosted import Hosted
from tahr.engines.pytensor.symbols import (
    Symbolic,
    Var,
    fresh,
    pt,
    symbolic,
    variable_of,
    variable_type,
    wrapped,
)
from tahr.engines.pytensor.tracing import Described, is_mapping, mapping, mode, variables


def scanned(
    step: Callable[[Any, Any], tuple[Any, Any]], state: Any, xs: Any, length: int, reverse: bool
) -> tuple[Any, Any]:
    """Builds PyTensor's scan."""
    state, xs = trees.each(symbolic, state), trees.each(symbolic, xs)
    body = Described(step, trees.each(fresh, state), trees.each(lambda x: fresh(_one_of(x)), xs))
    if length == 0:
        return state, body.tree(_none_of(body))[1]
    starts, sequences = variables(state), variables(xs)
    count, among = len(starts), len(sequences)

    def one(*given: Var) -> list[Var]:
        own, states, rest = given[:among], given[among : among + count], given[among + count :]
        return body.on(*states, *own, *rest)

    with warnings.catch_warnings():
        # The body is compiled by PyTensor's usual mode without it, though 3.3 deprecates it.
        warnings.filterwarnings("ignore", "The `mode` argument of `scan`", FutureWarning)
        found: Any = scan(
            one,
            sequences=sequences,
            outputs_info=[*starts, *(None for _ in body.outputs[count:])],
            non_sequences=body.rest,
            n_steps=length,
            go_backwards=reverse,
            mode=mode(),
            return_list=True,
            return_updates=False,
        )
    ends = [out[-1] for out in found[:count]]
    ys = [out[::-1] if reverse else out for out in found[count:]]
    stacks = [TensorSpec((length, *s.shape), s.dtype) for s in body.results[count:]]
    specs = (*body.results[:count], *stacks)
    return body.tree(wrapped((*ends, *ys), specs, exact=True))


def _one_of(x: Any, axis: int = 0) -> TensorSpec:
    return TensorSpec((*x.shape[:axis], *x.shape[axis + 1 :]), x.dtype)


def _none_of(body: Described) -> list[Any]:
    return [np.zeros((0, *spec.shape), DTYPES[spec.dtype]) for spec in body.results]


def looped(condition: Callable[[Any], Any], body: Callable[[Any], Any], state: Any) -> Any:
    """Builds an operation that calls two compiled functions in turn; it has no gradient."""
    state = trees.each(symbolic, state)
    inside = trees.each(fresh, state)
    goes_on, advance = Described(condition, inside), Described(body, inside)
    holds, following = _compiled(goes_on), _compiled(advance)
    first, second = len(goes_on.rest), len(goes_on.inputs)

    def run(*given: Any) -> tuple[Any, ...]:
        outer, values = given[:first], given[first : first + second]
        rest = given[first + second :]
        while holds(*values, *outer)[0]:
            values = following(*values, *rest)
        return tuple(values)

    types = tuple(variable_type(x) for x in advance.results)
    name = ("while_loop", *goes_on.outputs, *advance.outputs)
    node = Hosted(name, types, run).make_node(*goes_on.rest, *variables(state), *advance.rest)
    return advance.tree(wrapped(tuple(node.outputs), tuple(advance.results), exact=True))


def _compiled(part: Described) -> Callable[..., Sequence[Any]]:
    inputs = [x.type() for x in (*part.inputs, *part.rest)]
    run: Any = function(inputs, part.on(*inputs), mode=mode(), on_unused_input="ignore")
    return run


def chosen(predicate: Any, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
    """Builds a branch of which one side is computed; under a mapping both are."""
    first, second = Described(yes), Described(no)
    pairs = list(zip(first.outputs, second.outputs, strict=True))
    flag = variable_of(predicate)
    if is_mapping():
        found = [pt.switch(flag, one, other) for one, other in pairs]
    else:
        found = [ifelse(flag, one, other) for one, other in pairs]
    return first.tree(wrapped(tuple(found), tuple(first.results), exact=True))


def vectorized(
    function: Callable[..., Any], in_axes: tuple[int | None, ...], args: tuple[Any, ...]
) -> Any:
    """Builds a function over another axis; what holds a graph of its own is looped over."""
    trees_of = [trees.each(symbolic, arg) for arg in args]
    pairs = list(zip(trees_of, in_axes, strict=True))
    moved = [_front(arg, axis) for arg, axis in pairs if axis is not None]
    length = _length(moved)
    ins = [trees.each(lambda x: fresh(_one_of(x)), arg) for arg in moved]

    def filled(*inside: Any) -> Any:
        given = iter(inside)
        return function(*(arg if axis is None else next(given) for arg, axis in pairs))

    with mapping():
        body = Described(filled, *ins)
    if length == 0:
        return body.tree(_none_of(body))
    nodes = applys_between([*body.inputs, *body.rest], body.outputs)
    if any(isinstance(node.op, HasInnerGraph) for node in nodes):
        return scanned(lambda state, x: (state, filled(*x)), (), moved, length, False)[1]
    places = dict(zip(body.inputs, variables(moved), strict=True))
    found = vectorize_graph(body.outputs, places) if body.outputs else []
    specs = tuple(TensorSpec((length, *s.shape), s.dtype) for s in body.results)
    wide = tuple(
        pt.alloc(x, *s.shape) if x.type.ndim < s.ndim else x
        for x, s in zip(found, specs, strict=True)
    )
    return body.tree(wrapped(wide, specs, exact=True))


def _front(tree: Any, axis: int) -> Any:
    """Moves an axis to the front."""

    def move(x: Symbolic) -> Symbolic:
        order = (axis, *(i for i in range(x.ndim) if i != axis))
        shape = tuple(x.shape[i] for i in order)
        return Symbolic(x.variable.dimshuffle(*order), TensorSpec(shape, x.dtype))

    return trees.each(move, tree)


def _length(moved: list[Any]) -> int:
    lengths = {x.type.shape[0] for x in variables(moved)}
    if len(lengths) != 1:
        raise ShapeError("vmap maps over axes of one length", got=sorted(lengths))
    return lengths.pop()
