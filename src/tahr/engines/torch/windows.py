"""Convolutions and pooling, channels last.

PyTorch names the channels second, and keeps them last in memory where a tensor lies so: the
axes of `(n, *spatial, c)` are renamed there and back, and no element moves. One spatial axis
is treated as two, the first of length one, for which PyTorch has its best kernels.
"""

import math
from collections.abc import Callable
from typing import Literal

import torch
from torch.nn import functional

from tahr.engines.base import Axes, Engine, Pads
from tahr.engines.torch.arrays import padded
from tahr.engines.torch.widening import SINGLE, Tensor, widened

Pool = Callable[..., Tensor]
MAX: dict[int, Pool] = {2: functional.max_pool2d, 3: functional.max_pool3d}
AVERAGE: dict[int, Pool] = {2: functional.avg_pool2d, 3: widened(functional.avg_pool3d, SINGLE)}
POOLED = (torch.float32, torch.float64, torch.float16, torch.bfloat16)


class Windows(Engine[Tensor]):
    """What slides a window over space."""

    def conv(
        self, x: Tensor, kernel: Tensor, strides: Axes, pads: Pads, dilation: Axes, groups: int
    ) -> Tensor:
        return _conv(x, kernel, strides, pads, dilation, groups)

    def conv_transpose(
        self, x: Tensor, kernel: Tensor, strides: Axes, pads: Pads, dilation: Axes
    ) -> Tensor:
        return _conv_transpose(x, kernel, strides, pads, dilation)

    def pool(
        self, x: Tensor, window: Axes, strides: Axes, pads: Pads, mode: Literal["max", "sum"]
    ) -> Tensor:
        return _pool(x, window, strides, pads, mode)


def _second(x: Tensor) -> Tensor:
    """Names the last axis second."""
    return x.movedim(-1, 1)


def _last(x: Tensor) -> Tensor:
    """Names the second axis last."""
    return x.movedim(1, -1)


def _split(pads: Pads) -> tuple[list[int], Pads | None]:
    """Splits padding into what an operator takes and what is to be put around before."""
    if all(before == after >= 0 for before, after in pads):
        return [before for before, _ in pads], None
    return [0] * len(pads), ((0, 0), *pads, (0, 0))


@widened
def _conv(
    x: Tensor, kernel: Tensor, strides: Axes, pads: Pads, dilation: Axes, groups: int
) -> Tensor:
    if len(strides) == 1:
        x, kernel = x.unsqueeze(1), kernel.unsqueeze(0)
        found = _conv(x, kernel, (1, *strides), ((0, 0), *pads), (1, *dilation), groups)
        return found.squeeze(1)
    own, around = _split(pads)
    x = x if around is None else padded(x, around, 0)
    weight = kernel.movedim((-1, -2), (0, 1))
    nothing = [0] * len(strides)
    return _last(
        torch.convolution(_second(x), weight, None, strides, own, dilation, False, nothing, groups)
    )


@widened
def _conv_transpose(x: Tensor, kernel: Tensor, strides: Axes, pads: Pads, dilation: Axes) -> Tensor:
    if len(strides) == 1:
        x, kernel = x.unsqueeze(1), kernel.unsqueeze(0)
        found = _conv_transpose(x, kernel, (1, *strides), ((0, 0), *pads), (1, *dilation))
        return found.squeeze(1)
    reach = [(n - 1) * d for n, d in zip(kernel.shape, dilation, strict=False)]
    margins = tuple((before - r, after - r) for (before, after), r in zip(pads, reach, strict=True))
    cuts, around = _split(tuple((-before, -after) for before, after in margins))
    weight = kernel.movedim((-1, -2), (0, 1))
    nothing = [0] * len(strides)
    found = _last(
        torch.convolution(_second(x), weight, None, strides, cuts, dilation, True, nothing, 1)
    )
    return found if around is None else padded(found, ((0, 0), *margins, (0, 0)), 0)


def _pool(
    x: Tensor, window: Axes, strides: Axes, pads: Pads, mode: Literal["max", "sum"]
) -> Tensor:
    if x.dtype not in POOLED:
        return _pool_axes(x, window, strides, pads, mode)
    if len(window) == 1:
        found = _pool(x.unsqueeze(1), (1, *window), (1, *strides), ((0, 0), *pads), mode)
        return found.squeeze(1)
    own, around = _split(pads)
    if any(2 * margin > length for margin, length in zip(own, window, strict=True)):
        own, around = [0] * len(window), ((0, 0), *pads, (0, 0))
    x = x if around is None else padded(x, around, 0 if mode == "sum" else -math.inf)
    if mode == "max":
        return _last(MAX[len(window)](_second(x), window, strides, own))
    average = AVERAGE[len(window)]
    return _last(average(_second(x), window, strides, own, divisor_override=1))


@widened
def _pool_axes(x: Tensor, window: Axes, strides: Axes, pads: Pads, mode: str) -> Tensor:
    """Pools integers, which PyTorch's kernels do not take."""
    start = 0 if mode == "sum" else torch.iinfo(x.dtype).min
    x = padded(x, ((0, 0), *pads, (0, 0)), start)
    for axis, (length, stride) in enumerate(zip(window, strides, strict=True), start=1):
        x = x.unfold(axis, length, stride)
        x = x.sum(-1, dtype=x.dtype) if mode == "sum" else x.amax(-1)
    return x
