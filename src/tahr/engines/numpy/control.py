"""Control flow as Python's own loops and branches."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.core import trees
from tahr.engines import unrolled
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
        return unrolled.scan(step, state, xs, length, reverse, _rows, np.stack, _zeros)

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
                tensor.shape[axis]
                for arg, axis in pairs
                if axis is not None
                for tensor in trees.split(arg)[0]
            )
            if length == 0:
                hollow = (a if n is None else unrolled.hollow(a, n, _zeros) for a, n in pairs)
                return unrolled.emptied(function(*hollow), _zeros)
            results = [
                function(*(a if n is None else _at(a, i, n) for a, n in pairs))
                for i in range(length)
            ]
            return trees.each(lambda *xs: np.stack(xs), *results)

        return mapped


def _rows(x: Array) -> list[Array]:
    return [np.asarray(row) for row in x]


def _zeros(x: Array, shape: tuple[int, ...]) -> Array:
    return np.zeros(shape, x.dtype)


def _at(tree: Any, i: int, axis: int) -> Any:
    return trees.each(lambda x: np.asarray(x[(slice(None),) * axis + (i,)]), tree)
