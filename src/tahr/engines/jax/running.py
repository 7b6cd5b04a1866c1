"""Compiling, tracing and devices."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import version
from typing import Any

import jax
import jax.numpy as jnp

from tahr.core import trees
from tahr.core.errors import EngineError
from tahr.core.specs import TensorSpec
from tahr.engines.base import Device, Effort, Engine
from tahr.engines.jax.arrays import narrowed
from tahr.engines.jax.repeating import repeated
from tahr.engines.stand_ins import evaluated


class Running(Engine[jax.Array]):
    """How a function of tensors is made fast, and where it runs."""

    hoards = True

    def compile(
        self,
        function: Callable[..., Any],
        donate: tuple[int, ...] = (),
        effort: Effort = "quick",
    ) -> Callable[..., Any]:
        return jax.jit(function, donate_argnums=donate)

    def repeat(
        self, step: Callable[..., Any], state: Sequence[Any], inputs: Any
    ) -> Callable[..., Any] | None:
        return repeated(step, trees.map(_struct, list(state)), trees.map(_struct, inputs))

    def evaluate_spec(self, function: Callable[..., Any], specs: list[TensorSpec]) -> Any:
        return evaluated(lambda found: jax.eval_shape(function, *map(_struct, found)), specs)

    def on_assign(self, variable: Any, tensor: jax.Array) -> jax.Array:
        # A step gives the memory of its state away: nobody else may hold it.
        return jnp.array(tensor, copy=True)

    def profile(self, folder: str) -> AbstractContextManager[Any]:
        return jax.profiler.trace(folder)

    def wait(self, tree: Any) -> None:
        jax.block_until_ready(tree)

    def devices(self) -> list[Device]:
        return [_device_name(d) for d in jax.devices()]

    @contextmanager
    def device(self, name: Device) -> Iterator[None]:
        with jax.default_device(_find(name)):
            yield

    def put(self, tensor: jax.Array, device: Device) -> jax.Array:
        return jax.device_put(tensor, _find(device))

    def versions(self) -> dict[str, str]:
        return {"jax": jax.__version__, "jaxlib": version("jaxlib")}


def _struct(spec: TensorSpec | None) -> jax.ShapeDtypeStruct | None:
    return None if spec is None else jax.ShapeDtypeStruct(spec.shape, narrowed(spec.dtype))


def _device_name(device: Any) -> str:
    return (
        "cpu" if device.platform == "cpu" and device.id == 0 else f"{device.platform}:{device.id}"
    )


def _find(name: Device) -> Any:
    platform, _, number = name.partition(":")
    try:
        return jax.devices(platform)[int(number or 0)]
    except (RuntimeError, IndexError, ValueError):
        known = ", ".join(_device_name(d) for d in jax.devices())
        raise EngineError(f"the jax engine has no device {name!r}", expected=known) from None
