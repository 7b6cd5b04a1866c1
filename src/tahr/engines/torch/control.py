"""Loops, branches and mapping. Loops are unrolled, so a recorded step holds every round."""

from collections.abc import Callable
from typing import Any

import torch

from tahr.core import trees
from tahr.engines.base import Engine
from tahr.engines.torch.random import random_bits
from tahr.engines.torch.tracing import UntraceableError, is_traced
from tahr.engines.torch.widening import Tensor


class Control(Engine[Tensor]):
    """Loops, branches, randomness."""

    def random_bits(self, key: Tensor, shape: tuple[int, ...]) -> Tensor:
        return random_bits(key, shape)

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
        leaves, structure = trees.flatten(xs)
        columns = [[None] * length if leaf is None else leaf.unbind() for leaf in leaves]
        ys: list[Any] = []
        for i in reversed(range(length)) if reverse else range(length):
            x = trees.unflatten(structure, [column[i] for column in columns])
            state, y = step(state, x)
            ys.append(y)
        return state, _map(lambda *rows: torch.stack(rows), *(ys[::-1] if reverse else ys))

    def while_loop(
        self, condition: Callable[[Any], Tensor], body: Callable[[Any], Any], state: Any
    ) -> Any:
        while bool(condition(state)):
            state = body(state)
        return state

    def cond(self, predicate: Tensor, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        if not is_traced(predicate):
            return yes() if bool(predicate) else no()
        either, other = yes(), no()
        if any(x.requires_grad for x in trees.leaves((either, other)) if x is not None):
            # A NaN in the gradient of the branch not taken would get through the selection.
            raise UntraceableError("a branch that gradients flow through")
        return _map(lambda x, y: torch.where(predicate, x, y), either, other)

    def vmap(
        self, function: Callable[..., Any], in_axes: tuple[int | None, ...]
    ) -> Callable[..., Any]:
        def mapped(*args: Any) -> Any:
            leaves, structure = trees.flatten(args)
            axes = [
                None if leaf is None else axis
                for arg, axis in zip(args, in_axes, strict=True)
                for leaf in trees.leaves(arg)
            ]
            held: list[Any] = []

            def flat(*tensors: Any) -> tuple[Tensor, ...]:
                out, form = trees.flatten(function(*trees.unflatten(structure, list(tensors))))
                held[:] = [form, [i for i, leaf in enumerate(out) if leaf is not None], len(out)]
                return tuple(out[i] for i in held[1])

            results = torch.vmap(flat, tuple(axes))(*leaves)
            form, places, count = held
            found = dict(zip(places, results, strict=True))
            return trees.unflatten(form, [found.get(i) for i in range(count)])

        return mapped


def _map(function: Callable[..., Any], tree: Any, *rest: Any) -> Any:
    return trees.map(
        lambda leaf, *others: None if leaf is None else function(leaf, *others), tree, *rest
    )


def _hollow(tree: Any, axis: int) -> Any:
    """Stands in for an element where there is none, so that a body shows what it returns."""
    return _map(lambda x: x.new_zeros(x.shape[:axis] + x.shape[axis + 1 :]), tree)


def _emptied(tree: Any) -> Any:
    return _map(lambda x: x.new_zeros((0, *x.shape)), tree)
