"""Dtypes by name, and computing those that PyTorch hardly knows in a wider one.

PyTorch stores unsigned integers of 16 bits and more and 8-bit floats, and computes with
almost none of them. They keep their dtype and are computed in the wider one of the table, modulo
their range. `uint64` has none wider: it is computed in `int64`, where sums, products and bits
are right and order and quotients are right below 2**63.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import ml_dtypes
import numpy as np
import torch

from tahr.core.dtypes import NAMES

Tensor: TypeAlias = torch.Tensor
Table: TypeAlias = Mapping[torch.dtype, torch.dtype]

DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in NAMES}
NAME_OF: dict[torch.dtype, str] = {dtype: name for name, dtype in DTYPES.items()}

WIDER: Table = {
    torch.uint16: torch.int32,
    torch.uint32: torch.int64,
    torch.uint64: torch.int64,
    torch.float8_e4m3fn: torch.float32,
    torch.float8_e5m2: torch.float32,
}
SINGLE: Table = {**WIDER, torch.float16: torch.float32, torch.bfloat16: torch.float32}
"""For what PyTorch has in 32 and 64 bits only, as decompositions."""
COUNTED: Table = {**WIDER, torch.bool: torch.uint8}
"""For what compares numbers and knows no bool."""

CODES: dict[torch.dtype, tuple[torch.dtype, Any, Any]] = {
    torch.bfloat16: (torch.int16, np.int16, ml_dtypes.bfloat16),
    torch.float8_e4m3fn: (torch.uint8, np.uint8, ml_dtypes.float8_e4m3fn),
    torch.float8_e5m2: (torch.uint8, np.uint8, ml_dtypes.float8_e5m2),
}
"""Dtypes that cross between NumPy and PyTorch as integers of the same bits."""


def widened(
    function: Callable[..., Any], table: Table = WIDER, narrows: bool = True
) -> Callable[..., Any]:
    """Lets a function compute in the wider dtype where its first tensor's dtype has one.

    Args:
        function: takes tensors among its arguments, gives a tensor or a tuple of them.
        table: the wider dtypes.
        narrows: whether results of the wider dtype are cast back.
    """

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        for arg in args:
            if isinstance(arg, Tensor):
                if arg.dtype in table:
                    return _wide(function, args, kwargs, table, arg.dtype if narrows else None)
                break
        return function(*args, **kwargs)

    return run


def _wide(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    table: Table,
    back: torch.dtype | None,
) -> Any:
    wide = [a.to(table.get(a.dtype, a.dtype)) if isinstance(a, Tensor) else a for a in args]
    result = function(*wide, **kwargs)
    if back is None:
        return result
    if isinstance(result, tuple):
        return tuple(r.to(back) if r.dtype is table[back] else r for r in result)
    return result.to(back)
