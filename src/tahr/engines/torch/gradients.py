"""Gradients by PyTorch's autograd, which keeps its fused kernels whole."""

from collections.abc import Callable
from contextvars import Context, ContextVar, copy_context
from itertools import count
from typing import Any

import torch
from torch.utils.checkpoint import checkpoint

from tahr.core import trees
from tahr.engines.base import Engine
from tahr.engines.flat import Flat
from tahr.engines.torch.tracing import is_transforming
from tahr.engines.torch.widening import Tensor

_inside: ContextVar[bool] = ContextVar("inside", default=False)
"""Whether a gradient is being computed further out, so that this one has to have one too."""


class Gradients(Engine[Tensor]):
    """Derivatives."""

    def stop_gradient(self, x: Tensor) -> Tensor:
        return x.detach()

    def custom_gradient(
        self, function: Callable[..., tuple[Any, Callable[..., Any]]]
    ) -> Callable[..., Any]:
        def wrapped(*tensors: Any) -> Any:
            call = _Call(function)
            return call.outputs(_Custom.apply(call, *tensors))

        return wrapped

    def value_and_grad(
        self,
        function: Callable[[list[Tensor]], tuple[Tensor, Any]],
        values: list[Tensor],
    ) -> tuple[tuple[Tensor, Any], list[Tensor]]:
        if is_transforming():
            return _transformed(function, values)
        nested = _inside.get()
        token = _inside.set(True)
        try:
            with torch.enable_grad():
                watched = [_watched(value) for value in values]
                scalar, others = function(watched)
                gradients = _differentiated(scalar, watched, nested)
        finally:
            _inside.reset(token)
        if nested:
            return (scalar, others), gradients
        return trees.map(_held, (scalar, others)), gradients

    def checkpoint(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any) -> Any:
            run, times = _here(function), count()

            def again(*given: Any) -> Any:
                # What is recorded a second time is not to be shared with the first: views differ.
                if next(times):
                    given = trees.each(lambda x: x.view_as(x), given)
                return run(*given)

            return checkpoint(again, *args, use_reentrant=False, preserve_rng_state=False)

        return wrapped


def _transformed(
    function: Callable[[list[Tensor]], tuple[Tensor, Any]], values: list[Tensor]
) -> tuple[tuple[Tensor, Any], list[Tensor]]:
    """Differentiates inside `vmap`, where autograd cannot."""
    flat = Flat(function, trees.split((values,))[1])

    def run(found: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        scalar, *rest = flat(*found)
        return scalar, rest

    gradients, (scalar, rest) = torch.func.grad_and_value(run, has_aux=True)(values)
    return flat.tree([scalar, *rest]), gradients


def _watched(value: Tensor) -> Tensor:
    """Returns an alias, so that only what goes through it counts."""
    return value.view_as(value) if value.requires_grad else value.detach().requires_grad_()


def _held(leaf: Any) -> Any:
    return leaf.detach() if isinstance(leaf, Tensor) else leaf


def _differentiated(scalar: Tensor, values: list[Tensor], nested: bool) -> list[Tensor]:
    if not scalar.requires_grad or not values:
        return [torch.zeros_like(value) for value in values]
    found = torch.autograd.grad(
        scalar, values, create_graph=nested, allow_unused=True, materialize_grads=True
    )
    return list(found)


def _here(function: Callable[..., Any]) -> Callable[..., Any]:
    """Lets a function run later, and in another thread, as it would run now.

    PyTorch walks backwards through what a GPU computed in threads of its own, where the
    current engine and other context variables would have their defaults.
    """
    context: Context = copy_context()
    return lambda *args: context.copy().run(function, *args)


class _Call:
    """One call of a function with a gradient of its own."""

    def __init__(self, function: Callable[..., tuple[Any, Callable[..., Any]]]) -> None:
        self._run = _here(function)
        self._pull: Callable[..., Any] | None = None
        self._structure: Any = None

    def forward(self, *tensors: Tensor) -> tuple[Tensor, ...]:
        out, gradient = self._run(*tensors)
        self._pull = _here(gradient)
        found, self._structure = trees.split(out)
        return tuple(tensor.view_as(tensor) for tensor in found)

    def outputs(self, tensors: tuple[Tensor, ...]) -> Any:
        return trees.unflatten(self._structure, tensors)

    def backward(self, tensors: tuple[Tensor, ...], upstream: tuple[Tensor, ...]) -> Any:
        if torch.is_grad_enabled():
            # Only what is computed now, from the inputs, can be differentiated once more.
            self.forward(*tensors)
        assert self._pull is not None
        result = self._pull(self.outputs(upstream))
        return tuple(result) if isinstance(result, list | tuple) else (result,)


class _Custom(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, call: _Call, *tensors: Tensor) -> tuple[Tensor, ...]:  # type: ignore[override]
        ctx.call = call
        ctx.save_for_backward(*tensors)
        return call.forward(*tensors)

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor | None, ...]:  # type: ignore[override]
        return None, *ctx.call.backward(ctx.saved_tensors, upstream)
