"""Ops that PyTorch has a faster version of than the common one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from tahr.engines.torch.widening import SINGLE, WIDER, Tensor, widened


def _tile(x: Tensor, repeats: int | Sequence[int]) -> Tensor:
    return torch.tile(x, (repeats,) if isinstance(repeats, int) else tuple(repeats))


def _logs(x: Tensor, axis: int | Sequence[int] | None = -1) -> Tensor:
    if isinstance(axis, int):
        return torch.log_softmax(x, axis) if x.ndim else torch.zeros_like(x)
    axes = range(x.ndim) if axis is None else axis
    return x - torch.logsumexp(x, tuple(axes), keepdim=True)


def _shares(x: Tensor, axis: int | Sequence[int] | None = -1) -> Tensor:
    if isinstance(axis, int) and x.ndim:
        return torch.softmax(x, axis)
    return torch.exp(_logs(x, axis))


NATIVE: Mapping[str, Callable[..., Any]] = {
    "erfinv": widened(torch.erfinv, SINGLE),
    "sigmoid": widened(torch.sigmoid, WIDER),
    "relu": widened(torch.relu, WIDER),
    "softmax": widened(_shares),
    "log_softmax": widened(_logs),
    "tile": _tile,
}
