"""Tensors in and out, and their shapes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from tahr.core.dtypes import standardize
from tahr.engines.base import Axes, Engine, Pads
from tahr.engines.numpy import ENGINE as HOST
from tahr.engines.torch import placement
from tahr.engines.torch.tracing import is_traced
from tahr.engines.torch.widening import CODES, DTYPES, NAME_OF, Tensor, widened

DLPACK_CPU = 1
"""DLPack's number for memory that the CPU can read."""


class Arrays(Engine[Tensor]):
    """Conversions, creation and shapes."""

    def is_tensor(self, value: object) -> bool:
        return isinstance(value, Tensor)

    def is_concrete(self, tensor: Tensor) -> bool:
        return not (is_traced(tensor) or tensor.is_meta)

    def version(self, tensor: Tensor) -> int | None:
        return 0 if tensor.is_inference() else tensor._version

    def asarray(self, value: Any, dtype: str | None = None) -> Tensor:
        if not isinstance(value, Tensor):
            value = imported(value, dtype)
        return value if dtype is None else value.to(DTYPES[dtype])

    def to_numpy(self, tensor: Tensor) -> np.ndarray:
        host = tensor.detach().cpu().resolve_conj().resolve_neg()
        if host.dtype not in CODES:
            return np.array(host.numpy())
        bits, _, target = CODES[host.dtype]
        return np.array(host.contiguous().view(bits).numpy().view(target))

    def cast(self, x: Tensor, dtype: str) -> Tensor:
        return x.to(DTYPES[dtype])

    def bitcast(self, x: Tensor, dtype: str) -> Tensor:
        target = DTYPES[dtype]
        parts = x.element_size() // target.itemsize
        if parts > 1:
            return x.contiguous().unsqueeze(-1).view(target)
        found = x.contiguous().view(target)
        return found if parts else found.squeeze(-1)

    def dtype_of(self, x: Tensor) -> str:
        return NAME_OF[x.dtype]

    def full(self, shape: tuple[int, ...], value: float | bool, dtype: str) -> Tensor:
        return torch.full(shape, value, dtype=DTYPES[dtype], device=placement.current())

    def arange(self, start: float, stop: float, step: float, dtype: str) -> Tensor:
        return imported(HOST.arange(start, stop, step, dtype), None)

    def reshape(self, x: Tensor, shape: tuple[int, ...]) -> Tensor:
        return x.reshape(shape)

    def transpose(self, x: Tensor, axes: tuple[int, ...]) -> Tensor:
        return x.permute(axes)

    def broadcast_to(self, x: Tensor, shape: tuple[int, ...]) -> Tensor:
        return x.expand(shape)

    def concatenate(self, xs: Sequence[Tensor], axis: int) -> Tensor:
        return torch.cat(list(xs), axis)

    def pad(self, x: Tensor, pads: Pads, value: float) -> Tensor:
        return padded(x, pads, value)

    def flip(self, x: Tensor, axes: Axes) -> Tensor:
        return flipped(x, axes)


flipped = widened(torch.flip)


def padded(x: Tensor, pads: Pads, value: float) -> Tensor:
    """Puts a value around; negative pads cut off."""
    if not any(map(any, pads)):
        return x
    return torch.constant_pad_nd(x, [n for pair in reversed(pads) for n in pair], value)


def imported(value: Any, dtype: str | None) -> Tensor:
    """Copies numbers, lists and arrays of other libraries to a tensor on the current device.

    A tensor that shared the memory of an array would change with it, so it is always a copy:
    one, into memory that PyTorch then owns. What lies on an accelerator does not leave it.
    """
    if hasattr(value, "__dlpack__") and (not hasattr(value, "__array__") or _is_remote(value)):
        return torch.from_dlpack(value).clone().to(placement.current())
    host = np.array(HOST.asarray(value, dtype), order="C")
    target = DTYPES[standardize(host.dtype)]
    if target not in CODES:
        return torch.from_numpy(host).to(placement.current())
    bits = torch.from_numpy(host.view(CODES[target][1]))
    return bits.view(target).to(placement.current())


def _is_remote(value: Any) -> bool:
    return value.__dlpack_device__()[0] != DLPACK_CPU
