"""In-place operators that make new tensors, for programs written before there were others."""

import opcode
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

NAMES = (
    "add", "sub", "mul", "div", "floor_divide", "remainder", "pow", "__iand__", "__ior__",
    "__ixor__",
)  # fmt: skip
"""PyTorch's names of what `+=` and its like call."""


def _pair(name: str) -> tuple[Any, Callable[..., Any]]:
    in_place = name if name.startswith("__") else f"{name}_"
    return getattr(torch.Tensor, in_place), getattr(torch.Tensor, name.replace("__i", "__"))


ANEW: dict[Any, Callable[..., Any]] = dict(map(_pair, NAMES))
"""By a method that writes over its tensor, the one that does not."""
OPERATOR, FIRST_IN_PLACE = opcode.opmap["BINARY_OP"], 13
"""Python's instruction for `a * b`, and from which number of an operator on it is `a *= b`."""


class Anew(TorchFunctionMode):
    """Computes `a *= b` inside the block as `a = a * b`; `a.mul_(b)` stays what it is."""

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        if func in ANEW and _is_operator(sys._getframe(1)):
            func = ANEW[func]
        return func(*args, **(kwargs or {}))


def _is_operator(frame: FrameType) -> bool:
    """Returns whether a frame is at an in-place operator."""
    code, place = frame.f_code.co_code, frame.f_lasti
    return code[place] == OPERATOR and code[place + 1] >= FIRST_IN_PLACE
