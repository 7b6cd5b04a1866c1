"""Tensors in and out: here, reading a shape and a dtype off a value."""

import math
from typing import Any

from tahr.core.errors import ArgumentError, EngineError
from tahr.core.sparse import Coordinates
from tahr.core.specs import TensorSpec, Unknown, is_known
from tahr.engines.base import Engine
from tahr.engines.literals import describe
from tahr.engines.spec.cost import charge, computed


class Tensors(Engine[TensorSpec]):
    """Making, converting and casting specs."""

    def is_tensor(self, value: object) -> bool:
        return isinstance(value, TensorSpec)

    def is_concrete(self, tensor: TensorSpec) -> bool:
        return False

    def asarray(self, value: Any, dtype: str | None = None) -> TensorSpec:
        if isinstance(value, TensorSpec) and dtype in (None, value.dtype):
            return value
        shape, own = describe(value)
        return TensorSpec(shape, dtype or own)

    def sparse(self, found: Coordinates) -> TensorSpec:
        return TensorSpec(found.shape, self.asarray(found.values).dtype)

    def to_numpy(self, tensor: TensorSpec) -> Any:
        raise EngineError(
            "a spec has no values to bring to NumPy",
            got=tensor,
            todo="compute values with an engine that has them; while a model is being described "
            "only shapes and dtypes are known",
        )

    def cast(self, x: TensorSpec, dtype: str) -> TensorSpec:
        return x if x.dtype == dtype else computed(x.shape, dtype)

    def dtype_of(self, x: TensorSpec) -> str:
        return x.dtype

    def full(self, shape: tuple[int, ...], value: float | bool, dtype: str) -> TensorSpec:
        return _made(shape, dtype)

    def arange(self, start: float, stop: float, step: float, dtype: str) -> TensorSpec:
        if step == 0:
            raise ArgumentError("arange cannot go on by steps of 0")
        steps = (float(stop) - float(start)) / float(step)
        length = max(0, math.ceil(steps))
        known = all(is_known(n) for n in (start, stop, step) if isinstance(n, int))
        return _made((length if known else Unknown(length),), dtype)


def _made(shape: tuple[int, ...], dtype: str) -> TensorSpec:
    spec = TensorSpec(shape, dtype)
    charge(0, spec.nbytes)
    return spec
