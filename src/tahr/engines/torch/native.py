"""Ops that PyTorch has a faster version of than the common one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from tahr.engines.torch.recurrence import gru, lstm
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


def _split(x: Tensor, indices_or_sections: int | Sequence[int], axis: int = 0) -> Any:
    """Splits in one call, whose gradient is one concatenation."""
    length = x.shape[axis] if x.ndim else 0
    if not isinstance(indices_or_sections, int):
        ends = [*indices_or_sections, length]
        sizes = [end - start for start, end in zip([0, *ends], ends, strict=False)]
        return list(torch.split(x, sizes, axis)) if min(sizes) >= 0 else NotImplemented
    if length == 0 or length % indices_or_sections:
        return NotImplemented
    return list(torch.split(x, length // indices_or_sections, axis))


NATIVE: Mapping[str, Callable[..., Any]] = {
    "erfinv": widened(torch.erfinv, SINGLE),
    "sigmoid": widened(torch.sigmoid, WIDER),
    "relu": widened(torch.relu, WIDER),
    "softmax": widened(_shares),
    "log_softmax": widened(_logs),
    "lstm": lstm,
    "gru": gru,
    "split": _split,
    "tile": _tile,
}
