"""Loops, branches and mapping. Loops are unrolled, so a recorded step holds every round."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from tahr.core import trees
from tahr.engines import unrolled
from tahr.engines.base import Engine
from tahr.engines.flat import Flat
from tahr.engines.torch.elementwise import select
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
            tensors, structure = trees.split(args)
            axes = [
                axis for arg, axis in zip(args, in_axes, strict=True) for _ in trees.split(arg)[0]
            ]
            flat = Flat(function, structure)
            found = torch.vmap(lambda *given: tuple(flat(*given)), tuple(axes))(*tensors)
            return flat.tree(found)

        return mapped


def _selected(predicate: Tensor, either: Any, other: Any) -> Any:
    if any(x.requires_grad for x in trees.split((either, other))[0]):
        # A NaN in the gradient of the branch not taken would get through the selection.
        raise UntraceableError("a branch on values that gradients flow through")
    return trees.each(lambda x, y: select(x, y, predicate), either, other)


def _rows(x: Tensor) -> tuple[Tensor, ...]:
    return x.unbind()


def _stacked(xs: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(xs))


def _zeros(x: Tensor, shape: tuple[int, ...]) -> Tensor:
    return x.new_zeros(shape)
