"""Dtypes by name, and computing those that PyTorch hardly knows in a wider one.

PyTorch stores unsigned integers of 16 bits and more and 8-bit floats, and computes with
almost none of them. They keep their dtype and are computed in the wider one of the table, modulo
their range. `uint64` has none wider: it is computed in `int64`, where sums, products and bits
are right and order and quotients are right below 2**63.
"""

from typing import Any, TypeAlias

import ml_dtypes
import numpy as np
import torch

from tahr.core.dtypes import COMPLEX, NAMES
from tahr.engines.widening import Table, Widening

Tensor: TypeAlias = torch.Tensor

DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in (*NAMES, *COMPLEX)}
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


widened: Widening = Widening(torch.Tensor.to, WIDER)
