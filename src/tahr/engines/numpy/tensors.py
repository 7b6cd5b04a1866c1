"""Tensors in and out."""

from typing import Any

import numpy as np

from tahr.core import current
from tahr.core.dtypes import standardize
from tahr.core.errors import DtypeError
from tahr.core.host import WIDEST, check_fits, native
from tahr.engines.base import Engine
from tahr.engines.literals import describe
from tahr.engines.numpy.arithmetic import DTYPES, Array, back

NOT_NUMBERS = "OUSVMmc"


class Tensors(Engine[Array]):
    """Making, converting and casting arrays."""

    def is_tensor(self, value: object) -> bool:
        if not isinstance(value, np.ndarray):
            return False
        parts = 2 if value.dtype.kind == "c" else 1
        return value.dtype.itemsize <= parts * WIDEST and value.dtype.isnative

    def is_concrete(self, tensor: Array) -> bool:
        return True

    def version(self, tensor: Array) -> int | None:
        return None

    def asarray(self, value: Any, dtype: str | None = None) -> Array:
        array, own = _imported(value)
        if array.dtype.kind in NOT_NUMBERS and array.dtype not in DTYPES.values():
            raise DtypeError(
                f"an array of dtype {array.dtype} holds no numbers to compute with",
                expected=", ".join(DTYPES),
                todo="turn text and categories into numbers first, for example with "
                "StringLookup or TextVectorization",
            )
        target = DTYPES[dtype or own or standardize(array.dtype)]
        if type(value) is int:
            check_fits(value, target, self.name)
        return back(array, target)

    def to_numpy(self, tensor: Array) -> Array:
        return np.array(tensor)

    def cast(self, x: Array, dtype: str) -> Array:
        return back(x, DTYPES[dtype])

    def dtype_of(self, x: Array) -> str:
        return x.dtype.name

    def full(self, shape: tuple[int, ...], value: float | bool, dtype: str) -> Array:
        return np.full(shape, value, DTYPES[dtype])

    def arange(self, start: float, stop: float, step: float, dtype: str) -> Array:
        return back(np.arange(start, stop, step), DTYPES[dtype])


def _imported(value: Any) -> tuple[Array, str | None]:
    """Returns a value as an array, and the dtype it is to have where that is not its own."""
    if isinstance(value, np.ndarray | np.generic):
        return native(np.asarray(value)), None
    if isinstance(value, bool | int | float | complex | list | tuple):
        dtype = describe(value)[1]
        return np.asarray(value), dtype
    if hasattr(value, "__array__"):
        return native(current.to_numpy(value)), None
    if hasattr(value, "__dlpack__"):
        return np.array(np.from_dlpack(value)), None
    describe(value)
    raise DtypeError(
        f"a {type(value).__name__} has no values",
        got=value,
        todo="pass an array, a number, or lists of numbers",
    )
