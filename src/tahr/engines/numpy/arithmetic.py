"""What every family needs: dtypes by name, and computing narrow floats in a wider one."""

import functools
from collections.abc import Callable
from typing import Any, TypeAlias

import ml_dtypes
import numpy as np

from tahr.core.dtypes import COMPLEX, NAMES

Array: TypeAlias = np.ndarray[Any, Any]

DTYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(getattr(ml_dtypes, name, None) or name) for name in (*NAMES, *COMPLEX)
}
NARROW = frozenset(DTYPES[name] for name in ("float16", "bfloat16", "float8_e4m3fn", "float8_e5m2"))


def quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Keeps NumPy from warning: infinities and NaNs are results like any other."""

    @functools.wraps(function)
    def silent(*args: Any, **kwargs: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*args, **kwargs)

    return silent


def wide(x: Array) -> Array:
    """Returns narrow floats as float32, so that sums keep their digits; others as they are."""
    return x.astype(np.float32) if x.dtype in NARROW else x


def back(x: Any, dtype: np.dtype[Any]) -> Array:
    """Returns a result as an array of the dtype it has to have."""
    array = np.asarray(x)
    if array.dtype == dtype:
        return array
    with np.errstate(all="ignore"):
        return array.astype(dtype)
