"""Elementwise primitives: PyTorch has every one, most under the same name."""

from collections.abc import Callable
from typing import Any

import torch

from tahr.engines.base import BINARY, PREDICATES, UNARY, Engine
from tahr.engines.torch.widening import Tensor, widened


def _sign(x: Tensor) -> Tensor:
    found = torch.sign(x)
    return torch.where(torch.isnan(x), x, found) if x.is_floating_point() else found


def _quotient(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Returns 0 where integers are divided by zero, as NumPy does; PyTorch would raise."""

    def divide(x: Tensor, y: Tensor) -> Tensor:
        if x.is_floating_point():
            return function(x, y)
        none = y == 0
        return function(x, y.masked_fill(none, 1)).masked_fill(none, 0)

    return divide


def _floored(x: Tensor, y: Tensor) -> Tensor:
    """Divides and rounds down: a staircase, which PyTorch has no slope for."""
    return torch.floor_divide(x.detach(), y.detach())


@widened
def select(x: Tensor, y: Tensor, condition: Tensor) -> Tensor:
    """Returns elements of the first tensor where a condition holds, of the second elsewhere."""
    return torch.where(condition, x, y)


ELSEWHERE: dict[str, Callable[..., Any]] = {
    "sign": _sign,
    "floor_divide": _quotient(_floored),
    "mod": _quotient(torch.remainder),
    "equal": torch.eq,
    "power": torch.pow,
    "left_shift": torch.bitwise_left_shift,
    "right_shift": torch.bitwise_right_shift,
}


class Elementwise(Engine[Tensor]):
    """What works element by element."""

    def where(self, condition: Tensor, x: Tensor, y: Tensor) -> Tensor:
        return select(x, y, condition)


for _name in UNARY + BINARY:
    _function = ELSEWHERE.get(_name) or getattr(torch, _name)
    _wrapped = widened(_function, narrows=_name not in PREDICATES)
    setattr(Elementwise, _name, staticmethod(_wrapped))
