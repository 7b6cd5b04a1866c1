"""Randomness, gradients and running: on specs there is next to nothing to do."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from tahr.core.dtypes import is_float
from tahr.core.errors import ShapeError
from tahr.core.specs import TensorSpec, show
from tahr.engines.base import Device, Effort, Engine
from tahr.engines.spec.cost import computed, counting


class Runtime(Engine[TensorSpec]):
    """Randomness, gradients, compilation and devices on specs."""

    def random_bits(self, key: TensorSpec, shape: tuple[int, ...]) -> TensorSpec:
        if key.shape != (2,) or key.dtype != "uint32":
            raise ShapeError(
                "this is no random key",
                expected="shape (2,), dtype uint32",
                got=f"shape {show(key.shape)}, dtype {key.dtype}",
            )
        return computed(shape, "uint32")

    def stop_gradient(self, x: TensorSpec) -> TensorSpec:
        return x

    def custom_gradient(
        self, function: Callable[..., tuple[Any, Callable[..., Any]]]
    ) -> Callable[..., Any]:
        return lambda *tensors: function(*tensors)[0]

    def value_and_grad(
        self,
        function: Callable[[list[TensorSpec]], tuple[TensorSpec, Any]],
        values: list[TensorSpec],
    ) -> tuple[tuple[TensorSpec, Any], list[TensorSpec]]:
        # Twice the work of the forward pass is what a backward pass takes.
        with counting(times=3):
            scalar, others = function(values)
        if scalar.shape != () or not is_float(scalar.dtype):
            raise ShapeError(
                "only a float scalar can be differentiated",
                expected="shape (), a float dtype",
                got=f"shape {show(scalar.shape)}, dtype {scalar.dtype}",
                todo="reduce the loss with a mean or a sum",
            )
        return (scalar, others), [TensorSpec(v.shape, v.dtype) for v in values]

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
        return function(*specs)

    def wait(self, tree: Any) -> None:
        pass

    def devices(self) -> list[Device]:
        return ["cpu"]

    def device(self, name: Device) -> AbstractContextManager[None]:
        return nullcontext()

    def put(self, tensor: TensorSpec, device: Device) -> TensorSpec:
        return tensor

    def versions(self) -> dict[str, str]:
        return {}
