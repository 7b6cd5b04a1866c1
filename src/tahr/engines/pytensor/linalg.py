"""Linear algebra as PyTensor's functions."""

from collections.abc import Callable
from typing import Any

from pytensor.tensor import linalg

from tahr.core.errors import EngineError
from tahr.engines.base import WITH_COMPLEX
from tahr.engines.pytensor.einsum import einsum
from tahr.engines.pytensor.symbols import pt


def _refused(name: str) -> Callable[..., Any]:
    def refuse(*_: Any) -> Any:
        raise EngineError(
            f"the pytensor engine compiles no complex numbers, as {name} takes or makes",
            todo="take another engine for this part",
        )

    return refuse


LINALG: dict[str, Callable[..., Any]] = {
    "matmul": pt.matmul,
    "einsum": einsum,
    "solve": lambda a, b: linalg.solve(a, b, b_ndim=2),
    "solve_triangular": lambda a, b, lower: linalg.solve_triangular(a, b, lower=lower, b_ndim=2),
    "cholesky": linalg.cholesky,
    "qr": lambda x, mode: linalg.qr(x, mode="economic" if mode == "reduced" else "full"),
    "svd": lambda x, full_matrices: linalg.svd(x, full_matrices=full_matrices),
    "eigh": linalg.eigh,
    "det": linalg.det,
    **{name: _refused(name) for name in WITH_COMPLEX},
}
