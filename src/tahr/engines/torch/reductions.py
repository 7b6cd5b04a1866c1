"""Reductions and running sums; the dtype stays, and no axes mean that nothing is reduced."""

from collections.abc import Callable
from typing import Any

import torch

from tahr.engines.base import Axes, Engine
from tahr.engines.torch.widening import COUNTED, Tensor, widened


def _reduction(function: Callable[..., Any]) -> Callable[..., Tensor]:
    wide = widened(function)

    def run(x: Tensor, axes: Axes, keepdims: bool) -> Tensor:
        return wide(x, axes, keepdims) if axes else x

    return run


def _sum(x: Tensor, axes: Axes, keepdims: bool) -> Tensor:
    return torch.sum(x, axes, keepdims, dtype=x.dtype)


def _prod(x: Tensor, axes: Axes, keepdims: bool) -> Tensor:
    for axis in reversed(axes):
        x = torch.prod(x, axis, keepdims, dtype=x.dtype)
    return x


class Reductions(Engine[Tensor]):
    """What takes many elements to one."""

    sum = staticmethod(_reduction(_sum))
    prod = staticmethod(_reduction(_prod))
    max = staticmethod(_reduction(torch.amax))
    min = staticmethod(_reduction(torch.amin))
    any = staticmethod(_reduction(torch.any))
    all = staticmethod(_reduction(torch.all))
    argmax = staticmethod(
        widened(lambda x, axis: torch.argmax(x, axis).to(torch.int32), COUNTED, narrows=False)
    )
    argmin = staticmethod(
        widened(lambda x, axis: torch.argmin(x, axis).to(torch.int32), COUNTED, narrows=False)
    )
    cumsum = staticmethod(widened(lambda x, axis: torch.cumsum(x, axis, dtype=x.dtype)))
    cumprod = staticmethod(widened(lambda x, axis: torch.cumprod(x, axis, dtype=x.dtype)))
