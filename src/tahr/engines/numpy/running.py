"""Randomness, gradients (there are none) and running."""

import math
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from typing import Any

import numpy as np

from tahr.core import trees
from tahr.core.dtypes import standardize
from tahr.core.errors import EngineError
from tahr.core.specs import TensorSpec, is_known
from tahr.engines.base import Device, Effort, Engine
from tahr.engines.numpy.arithmetic import DTYPES, Array

STAND_INS = (31, 37)
"""Lengths tried in the place of an unknown one: what depends on it differs between the two."""


class Running(Engine[Array]):
    """Randomness, gradients, compilation and devices."""

    def random_bits(self, key: Array, shape: tuple[int, ...]) -> Array:
        total = math.prod(shape)
        generator = np.random.Philox(key=key.astype(np.uint64))
        numbers = generator.random_raw((total + 1) // 2)
        return np.asarray(numbers, np.uint64).view(np.uint32)[:total].reshape(shape)

    def stop_gradient(self, x: Array) -> Array:
        return x

    def custom_gradient(
        self, function: Callable[..., tuple[Any, Callable[..., Any]]]
    ) -> Callable[..., Any]:
        return lambda *tensors: function(*tensors)[0]

    def value_and_grad(
        self,
        function: Callable[[list[Array]], tuple[Array, Any]],
        values: list[Array],
    ) -> tuple[tuple[Array, Any], list[Array]]:
        raise EngineError(
            "the numpy engine cannot train: NumPy has no gradients",
            expected="an engine with gradients: jax, torch, tensorflow or pytensor",
            got="numpy",
            todo='train with model.to("jax"), or set TAHR_ENGINE=jax; '
            'model.to("numpy") brings the trained model back',
        )

    def checkpoint(self, function: Callable[..., Any]) -> Callable[..., Any]:
        return function

    def compile(
        self,
        function: Callable[..., Any],
        donate: tuple[int, ...] = (),
        effort: Effort = "quick",
    ) -> Callable[..., Any]:
        return function

    def evaluate_spec(self, function: Callable[..., Any], specs: list[TensorSpec]) -> Any:
        first, second = (function(*_zeros(specs, length)) for length in STAND_INS)
        return trees.map(merged, first, second)

    def wait(self, tree: Any) -> None:
        pass

    def devices(self) -> list[Device]:
        return ["cpu"]

    def device(self, name: Device) -> AbstractContextManager[None]:
        _check_device(self.name, name)
        return nullcontext()

    def put(self, tensor: Array, device: Device) -> Array:
        _check_device(self.name, device)
        return tensor

    def versions(self) -> dict[str, str]:
        return {name: version(name) for name in ("numpy", "scipy", "ml_dtypes")}


def _zeros(specs: list[TensorSpec], unknown: int) -> list[Array]:
    return [
        np.zeros([int(n) if is_known(n) else unknown for n in s.shape], DTYPES[s.dtype])
        for s in specs
    ]


def merged(first: Any, second: Any) -> TensorSpec | None:
    """Gives the spec of what came out twice, lengths that differ unknown."""
    if first is None or second is None:
        return None
    lengths = zip(first.shape, second.shape, strict=True)
    return TensorSpec([m if m == n else None for m, n in lengths], standardize(first.dtype))


def _check_device(engine: str, name: Device) -> None:
    if name != "cpu":
        raise EngineError(
            f"the {engine} engine has no device {name!r}",
            expected="cpu",
            todo="use the jax or torch engine for other devices",
        )
