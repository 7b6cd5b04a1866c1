"""Tensors in and out, and their shapes."""

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import jax
import jax.core
import jax.numpy as jnp
import numpy as np

from tahr.core import current
from tahr.core.dtypes import standardize
from tahr.core.errors import DtypeError
from tahr.core.host import check_fits, native
from tahr.engines.base import Axes, Engine, Pads


@cache
def narrowed(dtype: str) -> np.dtype[Any]:
    """Returns JAX's dtype of a name: 32 bits at most unless `jax_enable_x64` is set."""
    return jax.dtypes.canonicalize_dtype(jnp.dtype(dtype))


@cache
def _is_narrow(dtype: np.dtype[Any]) -> bool:
    return narrowed(dtype.name) == dtype


@cache
def _name(dtype: Any) -> str:
    return standardize(dtype)


WIDE = (np.ndarray, np.integer, int)
"""What may hold whole numbers of more bits than JAX keeps."""


def _is_wide(value: Any) -> bool:
    if isinstance(value, int):
        return not -(2**31) <= value < 2**31
    return value.dtype.kind in "iu" and value.dtype.itemsize == 8 and not _is_narrow(value.dtype)


CONCRETE: set[type] = set()
"""The types of arrays with values met so far: `isinstance` takes three times as long."""


def _is_array(value: object) -> bool:
    found = isinstance(value, jax.Array)
    if found and not isinstance(value, jax.core.Tracer):
        CONCRETE.add(type(value))
    return found


class Arrays(Engine[jax.Array]):
    """Conversions, creation and shapes."""

    def is_tensor(self, value: object) -> bool:
        return type(value) in CONCRETE or _is_array(value)

    def is_concrete(self, tensor: jax.Array) -> bool:
        return not isinstance(tensor, jax.core.Tracer)

    def asarray(self, value: Any, dtype: str | None = None) -> jax.Array:
        target = None if dtype is None else narrowed(dtype)
        if isinstance(value, jax.Array):
            return value if target is None or value.dtype == target else value.astype(target)
        if isinstance(value, complex):
            target = target or narrowed("complex64")
        elif not isinstance(value, np.ndarray | np.generic | int | float | bool):
            value = _import(value)
        if isinstance(value, np.ndarray) and value.dtype.kind in "OUSMm":
            raise DtypeError(
                "expected numbers",
                got=f"an array of dtype {value.dtype}",
                todo="convert text to numbers first, with StringLookup or TextVectorization"
                if value.dtype.kind in "US"
                else "give numbers, lists of them or arrays",
            )
        if isinstance(value, np.ndarray):
            value = native(value)
        if isinstance(value, WIDE) and _is_wide(value):
            kept = target or narrowed("int64" if isinstance(value, int) else value.dtype.name)
            check_fits(value, kept, "jax")
            value = np.asarray(value, kept)
        if target is None or getattr(value, "dtype", None) == target:
            return jnp.array(value)
        return jnp.array(value, dtype=target)

    def as_step_input(self, array: Any) -> Any:
        # A copy made by JAX is a program of its own, for whose end another thread waits: 80 us.
        if type(array) is np.ndarray and array.dtype.kind in "biuf" and _is_narrow(array.dtype):
            return array
        return self.asarray(array)

    def to_numpy(self, tensor: jax.Array) -> np.ndarray:
        return np.array(tensor)

    def bitcast(self, x: jax.Array, dtype: str) -> jax.Array:
        return jax.lax.bitcast_convert_type(x, narrowed(dtype))

    def cast(self, x: jax.Array, dtype: str) -> jax.Array:
        target = narrowed(dtype)
        return x if x.dtype == target else x.astype(target)

    def dtype_of(self, x: jax.Array) -> str:
        return _name(x.dtype)

    def full(self, shape: tuple[int, ...], value: float | bool, dtype: str) -> jax.Array:
        return jnp.full(shape, value, narrowed(dtype))

    def arange(self, start: float, stop: float, step: float, dtype: str) -> jax.Array:
        return jnp.arange(start, stop, step, narrowed(dtype))

    def reshape(self, x: jax.Array, shape: tuple[int, ...]) -> jax.Array:
        return jnp.reshape(x, shape)

    def transpose(self, x: jax.Array, axes: tuple[int, ...]) -> jax.Array:
        return jnp.transpose(x, axes)

    def broadcast_to(self, x: jax.Array, shape: tuple[int, ...]) -> jax.Array:
        return jnp.broadcast_to(x, shape)

    def concatenate(self, xs: Sequence[jax.Array], axis: int) -> jax.Array:
        return jnp.concatenate(xs, axis)

    def pad(self, x: jax.Array, pads: Pads, value: float) -> jax.Array:
        around = [(before, after, 0) for before, after in pads]
        return jax.lax.pad(x, jnp.asarray(value, x.dtype), around)

    def flip(self, x: jax.Array, axes: Axes) -> jax.Array:
        return jnp.flip(x, axes)


def _import(value: Any) -> np.ndarray | jax.Array:
    """Copies what another library holds, on its device where it says which.

    Memory is never shared: a step may write over its state.
    """
    if hasattr(value, "__dlpack__"):
        with suppress(BufferError, RuntimeError, TypeError, ValueError):
            return jnp.array(jnp.from_dlpack(value), copy=True).block_until_ready()
    return current.to_numpy(value)
