"""The PyTensor engine: graphs compiled by Numba, or run operation by operation."""

from collections.abc import Callable
from typing import Any

from tahr.engines.pytensor.dispatch import primitive
from tahr.engines.pytensor.elementwise import ELEMENTWISE
from tahr.engines.pytensor.hosted import HOSTED
from tahr.engines.pytensor.linalg import LINALG
from tahr.engines.pytensor.native import NATIVE
from tahr.engines.pytensor.reductions import REDUCTIONS
from tahr.engines.pytensor.running import Running
from tahr.engines.pytensor.shapes import SHAPES
from tahr.engines.pytensor.symbols import Var, pt
from tahr.engines.pytensor.windows import WINDOWS


class PytensorEngine(Running):
    """Outside of a trace tensors are `np.ndarray`s, and primitives those of the NumPy engine.

    Inside one they are `Symbolic`: PyTensor computes nothing before a function is compiled.
    """

    name = "pytensor"
    gradients = True
    compiles = True
    native = NATIVE


def _cast(x: Var, dtype: str) -> Var:
    return pt.neq(x, pt.zeros((), x.dtype)) if dtype == "bool" else x


_TABLES: tuple[tuple[dict[str, Callable[..., Any]], bool], ...] = (
    (ELEMENTWISE, False),
    (REDUCTIONS, False),
    (SHAPES, True),
    (LINALG, False),
    (WINDOWS, False),
    (HOSTED, False),
    ({"cast": _cast}, False),
)
for _table, _exact in _TABLES:
    for _name, _function in _table.items():
        setattr(PytensorEngine, _name, staticmethod(primitive(_name, _function, _exact)))

ENGINE = PytensorEngine()
