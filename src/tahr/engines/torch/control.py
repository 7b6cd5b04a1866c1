"""Loops, branches and mapping. Loops are unrolled, so a recorded step holds every round."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from tahr.core import trees
from tahr.engines import unrolled
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
        return unrolled.scan(step, state, xs, length, reverse, _rows, _stacked, _zeros)

    def while_loop(
        self,
        condition: Callable[[Any], Tensor],
        body: Callable[[Any], Any],
        state: Any,
        limit: int | None = None,
    ) -> Any:
        goes_on = condition(state)
        if limit is None or not is_traced(goes_on):
            while bool(goes_on):
                state = body(state)
                goes_on = condition(state)
            return state
        for _ in range(limit):
            state = _selected(goes_on, body(state), state)
            goes_on = torch.logical_and(goes_on, condition(state))
        return state

    def cond(self, predicate: Tensor, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        if not is_traced(predicate):
            return yes() if bool(predicate) else no()
        return _selected(predicate, yes(), no())

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


def _selected(predicate: Tensor, either: Any, other: Any) -> Any:
    if any(x.requires_grad for x in trees.leaves((either, other)) if x is not None):
        # A NaN in the gradient of the branch not taken would get through the selection.
        raise UntraceableError("a branch on values that gradients flow through")
    return unrolled.each(lambda x, y: torch.where(predicate, x, y), either, other)


def _rows(x: Tensor) -> tuple[Tensor, ...]:
    return x.unbind()


def _stacked(xs: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(xs))


def _zeros(x: Tensor, shape: tuple[int, ...]) -> Tensor:
    return x.new_zeros(shape)
