"""Control flow as Python's own loops and branches."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.core import trees
from tahr.engines.base import Engine
from tahr.engines.numpy.arithmetic import Array


class Control(Engine[Array]):
    """Loops, branches and mapping."""

    def scan(
        self,
        step: Callable[[Any, Any], tuple[Any, Any]],
        state: Any,
        xs: Any,
        length: int,
        reverse: bool = False,
    ) -> tuple[Any, Any]:
        if length == 0:
            return state, _emptied(step(state, _hollow(xs, 0))[1])
        ys: list[Any] = []
        for i in reversed(range(length)) if reverse else range(length):
            state, y = step(state, _at(xs, i, 0))
            ys.append(y)
        return state, _stacked(ys[::-1] if reverse else ys)

    def while_loop(
        self,
        condition: Callable[[Any], Array],
        body: Callable[[Any], Any],
        state: Any,
        limit: int | None = None,
    ) -> Any:
        while bool(condition(state)):
            state = body(state)
        return state

    def cond(self, predicate: Array, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        return yes() if bool(predicate) else no()

    def vmap(
        self, function: Callable[..., Any], in_axes: tuple[int | None, ...]
    ) -> Callable[..., Any]:
        def mapped(*args: Any) -> Any:
            pairs = list(zip(args, in_axes, strict=True))
            length = next(
                leaf.shape[axis]
                for arg, axis in pairs
                if axis is not None
                for leaf in trees.leaves(arg)
                if leaf is not None
            )
            if length == 0:
                return _emptied(function(*(a if n is None else _hollow(a, n) for a, n in pairs)))
            calls = range(length)
            return _stacked(
                [function(*(a if n is None else _at(a, i, n) for a, n in pairs)) for i in calls]
            )

        return mapped


def _map(function: Callable[..., Any], tree: Any, *rest: Any) -> Any:
    return trees.map(
        lambda leaf, *others: None if leaf is None else function(leaf, *others), tree, *rest
    )


def _at(tree: Any, i: int, axis: int) -> Any:
    return _map(lambda x: np.asarray(x[(slice(None),) * axis + (i,)]), tree)


def _stacked(results: list[Any]) -> Any:
    return _map(lambda *xs: np.stack(xs), results[0], *results[1:])


def _hollow(tree: Any, axis: int) -> Any:
    """Stands in for an element where there is none, so that a body shows what it returns."""
    return _map(lambda x: np.zeros(x.shape[:axis] + x.shape[axis + 1 :], x.dtype), tree)


def _emptied(tree: Any) -> Any:
    return _map(lambda x: np.zeros((0, *x.shape), x.dtype), tree)
