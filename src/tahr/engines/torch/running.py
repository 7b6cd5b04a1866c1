"""Compiling, tracing and devices."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch._subclasses.fake_tensor import FakeTensorMode

from tahr.core import trees
from tahr.core.processor import multiplies_bfloat16
from tahr.core.specs import TensorSpec
from tahr.engines.base import Device, Effort, Engine
from tahr.engines.stand_ins import evaluated
from tahr.engines.torch import placement
from tahr.engines.torch.in_place import Anew
from tahr.engines.torch.leaves import read
from tahr.engines.torch.tracing import WAYS, Recorded
from tahr.engines.torch.widening import DTYPES, Tensor


class Running(Engine[Tensor]):
    """How a function of tensors is made fast, and where it runs."""

    bfloat16_pays = ("gpu", "tpu", "cpu") if multiplies_bfloat16() else ("gpu", "tpu")

    def compile(
        self,
        function: Callable[..., Any],
        donate: tuple[int, ...] = (),
        effort: Effort = "quick",
    ) -> Callable[..., Any]:
        return Recorded(function, self.asarray, effort, gives_state_away=0 in donate)

    def is_watched(self) -> bool:
        return torch.is_grad_enabled()

    def on_read(self, variable: Any, tensor: Tensor) -> Tensor:
        return read(variable, tensor)

    def on_assign(self, variable: Any, tensor: Tensor) -> Tensor:
        with self.eagerly():
            return tensor.detach().clone()

    def eagerly(self) -> AbstractContextManager[None]:
        # What inference leaves behind could never be trained.
        return torch.inference_mode(False) if torch.is_inference_mode_enabled() else nullcontext()

    def making_anew(self) -> AbstractContextManager[Any]:
        return Anew()

    def evaluate_spec(self, function: Callable[..., Any], specs: list[TensorSpec]) -> Any:
        return evaluated(lambda found: _traced(function, found), specs)

    def profile(self, folder: str) -> AbstractContextManager[Any]:
        ready = torch.profiler.tensorboard_trace_handler(folder)
        return torch.profiler.profile(on_trace_ready=ready)

    def wait(self, tree: Any) -> None:
        for device in {t.device for t in trees.leaves(tree) if isinstance(t, Tensor)}:
            if device.type != "cpu":
                torch.accelerator.synchronize(device)

    def devices(self) -> list[Device]:
        return placement.names()

    def device(self, name: Device) -> AbstractContextManager[None]:
        placement.find(name)
        return placement.placed(name)

    def put(self, tensor: Tensor, device: Device) -> Tensor:
        return tensor.to(placement.find(device))

    def versions(self) -> dict[str, str]:
        found = {"torch": str(torch.__version__)}
        return found if torch.version.cuda is None else {**found, "cuda": torch.version.cuda}


def _traced(function: Callable[..., Any], specs: list[TensorSpec]) -> Any:
    device = placement.current()
    with FakeTensorMode(allow_non_fake_inputs=True):
        tensors = [torch.empty(s.shape, dtype=DTYPES[s.dtype], device=device) for s in specs]
        untaped, taped = WAYS
        try:
            return untaped(function, *tensors)
        except Exception as error:
            try:
                return taped(function, *tensors)
            except Exception:
                raise error from None
