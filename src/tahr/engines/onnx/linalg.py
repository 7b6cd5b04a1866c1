"""Linear algebra as operators of ONNX; decompositions it has none of."""

from collections.abc import Callable
from typing import Any

from tahr.engines.onnx.symbols import op

LINALG: dict[str, Callable[..., Any]] = {
    "matmul": op.matmul,
    "einsum": lambda equation, *xs: op.einsum(list(xs), equation=equation),
    "det": op.det,
}
