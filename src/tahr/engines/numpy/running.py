"""Randomness, gradients (there are none) and running."""

import math
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from typing import Any

import numpy as np

from tahr.core.errors import EngineError
from tahr.core.specs import TensorSpec
from tahr.engines.base import Device, Effort, Engine
from tahr.engines.failures import find_device
from tahr.engines.numpy.arithmetic import DTYPES, Array
from tahr.engines.stand_ins import evaluated

HERE = {"cpu": "cpu"}
LENGTHS = (31, 37)
"""What takes the place of unknown lengths: short, as NumPy computes with them."""


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
        return evaluated(lambda found: function(*map(_zeros, found)), specs, LENGTHS)

    def wait(self, tree: Any) -> None:
        pass

    def devices(self) -> list[Device]:
        return list(HERE)

    def device(self, name: Device) -> AbstractContextManager[None]:
        find_device(self.name, name, HERE)
        return nullcontext()

    def put(self, tensor: Array, device: Device) -> Array:
        find_device(self.name, device, HERE)
        return tensor

    def versions(self) -> dict[str, str]:
        return {name: version(name) for name in ("numpy", "scipy", "ml_dtypes")}


def _zeros(spec: TensorSpec) -> Array:
    return np.zeros(spec.shape, DTYPES[spec.dtype])
