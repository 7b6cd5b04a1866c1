"""Loops and branches as graphs inside the graph.

A scan is a Loop that picks its row of each sequence: the Scan of ONNX is the same with more rules.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from tahr.core import trees
from tahr.core.specs import TensorSpec
from tahr.engines.onnx.dispatch import wrapped
from tahr.engines.onnx.lengths import inside, length, whole_vector
from tahr.engines.onnx.shapes import SHAPES
from tahr.engines.onnx.symbols import Symbolic, Var, integers, op, symbolic


def _variables(tree: Any) -> list[Var]:
    return [symbolic(leaf).variable for leaf in trees.split(tree)[0]]


def _filled(tree: Any, variables: Iterable[Var], specs: Iterable[TensorSpec]) -> Any:
    pairs = zip(variables, specs, strict=True)
    return trees.unflatten(trees.split(tree)[1], [wrapped(v, s) for v, s in pairs])


def _specs(tree: Any) -> list[Symbolic]:
    return [symbolic(leaf) for leaf in trees.split(tree)[0]]


def _ended(tree: Any, variables: Iterable[Var], specs: Iterable[TensorSpec]) -> Any:
    """Returns what a loop ends with; its shape, which got lost in the loop, is said once more."""
    pairs = list(zip(variables, specs, strict=True))
    shaped = [op.reshape(v, whole_vector(s.shape)) if s.shape else _scalar(v) for v, s in pairs]
    return _filled(tree, shaped, [s for _, s in pairs])


def _scalar(vector: Var) -> Var:
    return op.reshape(vector, op.const(np.zeros(0, "int64")))


def scanned(
    step: Callable[[Any, Any], tuple[Any, Any]], state: Any, xs: Any, count: int, reverse: bool
) -> tuple[Any, Any]:
    """Writes a loop over the rows of sequences."""
    rounds = _scalar(length(count))
    sequences = _variables(xs)
    rows = [TensorSpec(s.shape[1:], s.dtype) for s in _specs(xs)]
    returned: list[Any] = []

    def body(number: Var, goes_on: Var, *values: Var) -> list[Var]:
        with inside():
            place = _scalar(number)
            if reverse:
                place = op.sub(op.sub(rounds, op.const(np.array(1, "int64"))), place)
            picked = [op.gather(sequence, place, axis=0) for sequence in sequences]
            now, x = _filled(state, values, _specs(state)), _filled(xs, picked, rows)
            returned[:] = step(now, x)
            ends = zip(_variables(returned[0]), _specs(state), strict=True)
            after = [wrapped(v, s).variable for v, s in ends]
            return [op.identity(goes_on), *after, *map(op.identity, _variables(returned[1]))]

    found = op.loop(M=rounds, v_initial=_variables(state), body=body)
    states = _specs(state)
    ys = [TensorSpec((count, *s.shape), s.dtype) for s in _specs(returned[1])]
    ends = _ended(state, found[: len(states)], states)
    stacks = _ended(returned[1], found[len(states) :], ys)
    return ends, trees.each(_backwards, stacks) if reverse else stacks


def _backwards(stack: Symbolic) -> Symbolic:
    return wrapped(SHAPES["flip"](stack.variable, (0,)), stack)


def mapped(
    engine: Any, function: Callable[..., Any], in_axes: tuple[int | None, ...], args: Any
) -> Any:
    """Writes a loop over one axis of each argument that has one."""
    pairs = list(zip(args, in_axes, strict=True))
    xs = {
        str(i): trees.each(lambda x, axis=axis: _first(engine, engine.asarray(x), axis), arg)
        for i, (arg, axis) in enumerate(pairs)
        if axis is not None
    }
    count = trees.split(xs)[0][0].shape[0]

    def step(state: Any, rows: Any) -> tuple[Any, Any]:
        return state, function(
            *(a if n is None else rows[str(i)] for i, (a, n) in enumerate(pairs))
        )

    return scanned(step, None, xs, count, False)[1]


def _first(engine: Any, x: Any, axis: int) -> Any:
    axis %= len(x.shape)
    return engine.transpose(x, (axis, *(i for i in range(len(x.shape)) if i != axis)))


def looped(condition: Callable[[Any], Any], body: Callable[[Any], Any], state: Any) -> Any:
    """Writes a loop that ends when the condition does not hold."""
    states = _specs(state)

    def run(_: Var, __: Var, *values: Var) -> list[Var]:
        with inside():
            after = body(_filled(state, values, states))
            ends = [wrapped(v, s) for v, s in zip(_variables(after), states, strict=True)]
            return [_holds(condition, after), *(one.variable for one in ends)]

    found = op.loop(cond=_holds(condition, state), v_initial=_variables(state), body=run)
    return _ended(state, found, states)


def _holds(condition: Callable[[Any], Any], state: Any) -> Var:
    """Returns whether a loop goes on, as a vector of one: so it is declared inside."""
    return op.reshape(symbolic(condition(state)).variable, integers(1))


def chosen(predicate: Any, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
    """Writes a branch."""
    kept: list[Any] = []

    def branch(function: Callable[[], Any]) -> Callable[[], list[Var]]:
        def run() -> list[Var]:
            with inside():
                kept[:] = [function()]
                return [op.identity(v) for v in _variables(kept[0])]

        return run

    flag = symbolic(predicate).variable
    found = op.if_(flag, then_branch=branch(yes), else_branch=branch(no))
    return _filled(kept[0], found, _specs(kept[0]))
