"""Dtypes that ONNX, or the runtime it came with, has no kernel for: a wider one carries them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import spox

from tahr.core import trees
from tahr.engines.onnx.symbols import dtype_of, op

NARROW = dict.fromkeys(("bool", "int8", "uint8", "int16", "uint16"), "int32") | {"uint32": "int64"}
AS_DOUBLE = dict.fromkeys((*NARROW, "int32", "int64"), "float64")
HALF = {"float16": "float32"}

_NARROW = (
    "abs", "negative", "sign", "square", "add", "subtract", "multiply", "floor_divide", "mod",
    "power", "maximum", "minimum", "equal", "not_equal", "less", "less_equal", "greater",
    "greater_equal", "where", "left_shift", "right_shift",
    "sum", "prod", "max", "min", "argmax", "argmin", "cumsum", "cumprod",
    "matmul", "einsum", "sort", "argsort", "top_k", "searchsorted", "pad", "scatter",
)  # fmt: skip
CARRIERS: dict[str, dict[str, str]] = {
    **dict.fromkeys(_NARROW, NARROW),
    **dict.fromkeys(("argmax", "argmin", "sort", "argsort", "top_k"), NARROW | HALF),
    **dict.fromkeys(("isinf", "isfinite", "erf", "det", "einsum", "cumsum"), NARROW | HALF),
    "pool": AS_DOUBLE,
}
"""What carries which dtypes, by primitive; results are cast back."""


def carried(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a primitive that gets values of the graph in a dtype that there is a kernel for.

    Args:
        name: the primitive's.
        function: the same where there is one.
    """
    table = CARRIERS.get(name)
    if table is None:
        return function

    def widened(leaf: Any) -> Any:
        dtype = dtype_of(leaf) if isinstance(leaf, spox.Var) else None
        return op.cast(leaf, to=np.dtype(table[dtype])) if dtype in table else leaf

    return lambda *args, **kwargs: function(*trees.map(widened, args), **trees.map(widened, kwargs))
