"""What keeps zeros works on the values alone."""

from collections.abc import Callable
from typing import Any

from tahr.ops import conversion, elementwise, exponential, rounding, trigonometry
from tahr.ops.nn import rectifiers
from tahr.ops.op import SPARSE
from tahr.ops.sparse.parts import parts, rebuilt

KEEP_ZEROS = (
    conversion.cast, conversion.stop_gradient, conversion.copy,
    elementwise.absolute, elementwise.negative, elementwise.sign, elementwise.square,
    elementwise.sqrt, exponential.expm1, exponential.log1p,
    rounding.floor, rounding.ceil, rounding.trunc, rounding.round,
    trigonometry.sin, trigonometry.tan, trigonometry.arcsin, trigonometry.arctan,
    trigonometry.sinh, trigonometry.tanh, trigonometry.arcsinh, trigonometry.arctanh,
    rectifiers.relu, rectifiers.relu6, rectifiers.leaky_relu,
)  # fmt: skip


def _of_values(function: Callable[..., Any]) -> Callable[..., Any]:
    def sparse(x: Any, *args: Any, **kwargs: Any) -> Any:
        found = parts(x, unique=True)
        if found is None:
            return NotImplemented
        return rebuilt(found, function(found.values, *args, **kwargs))

    return sparse


SPARSE.update((function, _of_values(function)) for function in KEEP_ZEROS)
