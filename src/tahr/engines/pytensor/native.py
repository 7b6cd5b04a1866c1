"""Ops that are better said to PyTensor as a whole."""

from collections.abc import Callable, Mapping
from typing import Any

from tahr.engines.pytensor.symbols import Symbolic, pt, wrapped


def _relu(x: Any) -> Any:
    """Has no gradient at zero, where `maximum` has half of one."""
    if not isinstance(x, Symbolic):
        return NotImplemented
    variable = x.variable
    return wrapped(pt.switch(pt.le(variable, 0), pt.zeros((), variable.dtype), variable), x)


NATIVE: Mapping[str, Callable[..., Any]] = {"relu": _relu}
