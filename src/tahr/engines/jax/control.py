"""Control flow, randomness and gradients."""

from collections.abc import Callable
from typing import Any

import jax
from jax import lax

from tahr.engines.base import Engine


class Control(Engine[jax.Array]):
    """Loops, branches, derivatives."""

    def random_bits(self, key: jax.Array, shape: tuple[int, ...]) -> jax.Array:
        return jax.random.bits(jax.random.wrap_key_data(key), shape, "uint32")

    def traces_loops(self, length: object) -> bool:
        return True

    def scan(
        self,
        step: Callable[[Any, Any], tuple[Any, Any]],
        state: Any,
        xs: Any,
        length: int,
        reverse: bool = False,
    ) -> tuple[Any, Any]:
        known = length if isinstance(length, int) else None  # an open one: xs tell it
        return lax.scan(step, state, xs, length=known, reverse=reverse)

    def while_loop(
        self,
        condition: Callable[[Any], jax.Array],
        body: Callable[[Any], Any],
        state: Any,
        limit: int | None = None,
    ) -> Any:
        return lax.while_loop(condition, body, state)

    def cond(self, predicate: jax.Array, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        return lax.cond(predicate, yes, no)

    def vmap(
        self, function: Callable[..., Any], in_axes: tuple[int | None, ...]
    ) -> Callable[..., Any]:
        return jax.vmap(function, in_axes)

    def stop_gradient(self, x: jax.Array) -> jax.Array:
        return lax.stop_gradient(x)

    def custom_gradient(
        self, function: Callable[..., tuple[Any, Callable[..., Any]]]
    ) -> Callable[..., Any]:
        @jax.custom_gradient
        def wrapped(*tensors: Any) -> Any:
            out, gradient = function(*tensors)

            def pull(upstream: Any) -> Any:
                result = gradient(upstream)
                return tuple(result) if isinstance(result, list | tuple) else (result,)

            return out, pull

        return wrapped

    def value_and_grad(
        self,
        function: Callable[[list[jax.Array]], tuple[jax.Array, Any]],
        values: list[jax.Array],
    ) -> tuple[tuple[jax.Array, Any], list[jax.Array]]:
        return jax.value_and_grad(function, has_aux=True)(values)

    def checkpoint(self, function: Callable[..., Any]) -> Callable[..., Any]:
        return jax.checkpoint(function)  # type: ignore[reportPrivateImportUsage]
