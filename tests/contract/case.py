"""A case of the contract: a primitive, its inputs, and what has to come out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import ml_dtypes
import numpy as np

FLOATS = ("float32", "bfloat16", "float16")
NUMBERS = (*FLOATS, "int32")
ANY = (*NUMBERS, "bool")

TOLERANCE = {"float32": 2e-5, "float16": 4e-3, "bfloat16": 3e-2}


@dataclass(frozen=True)
class Case:
    """A row of the table.

    Args:
        primitive: the engine's method.
        inputs: NumPy arrays; those of float64 are cast to each of `dtypes` in turn, the others
            keep their dtype.
        reference: the same in NumPy; gets the cast inputs as float64, or int64, or bool.
        kwargs: further arguments of the primitive.
        dtypes: what the float64 inputs are cast to.
        gives: the dtypes of the results, "varying" for the one of `dtypes`; by default the
            first input's.
        call: how to call the primitive where `engine.primitive(*inputs, **kwargs)` is not how.
        gradient: whether the gradient with respect to the float64 inputs is checked.
        slope: what to differentiate in the place of the reference.
        scale: how many times the usual tolerance is allowed.
        fixed: the positions of inputs whose leading axis cannot be unknown.
        note: what tells it from other cases of its primitive.
    """

    primitive: str
    inputs: tuple[np.ndarray, ...]
    reference: Callable[..., Any]
    kwargs: dict[str, Any] = field(default_factory=dict)
    dtypes: tuple[str, ...] = ("float32",)
    gives: str | tuple[str, ...] | None = None
    call: Callable[..., Any] | None = None
    gradient: bool = False
    slope: Callable[..., Any] | None = None
    scale: float = 1
    fixed: tuple[int, ...] = ()
    note: str = ""

    def run(self, engine: Any, *tensors: Any) -> Any:
        """Calls the primitive."""
        if self.call is not None:
            return self.call(engine, *tensors)
        return getattr(engine, self.primitive)(*tensors, **self.kwargs)

    def cast(self, dtype: str) -> list[np.ndarray]:
        """Returns the inputs, float64 ones in a dtype."""
        target = np.dtype(getattr(ml_dtypes, dtype, None) or dtype)
        return [x.astype(target) if x.dtype == np.float64 else x for x in self.inputs]

    def expected(self, inputs: list[np.ndarray]) -> list[np.ndarray]:
        """Computes the results in double precision."""
        with np.errstate(all="ignore"):
            return outputs(self.reference(*(widened(x) for x in inputs)))

    def dtypes_out(self, dtype: str, count: int) -> list[str]:
        """Returns the dtypes the results have to have."""
        given = self.gives or ("varying" if self.inputs[0].dtype == np.float64 else None)
        names = given if isinstance(given, tuple) else (given or self.inputs[0].dtype.name,)
        names = names if len(names) == count else names * count
        return [dtype if name == "varying" else name for name in names]

    def __str__(self) -> str:
        shapes = "_".join("x".join(map(str, x.shape)) or "scalar" for x in self.inputs)
        return "-".join(part for part in (self.primitive, self.note, shapes) if part)


def widened(x: np.ndarray) -> np.ndarray:
    """Returns an array in the widest dtype of its kind."""
    if x.dtype.kind in "iub":
        return x.astype({"i": np.int64, "u": np.uint64, "b": np.bool_}[x.dtype.kind])
    return x.astype(np.float64)


def outputs(result: Any) -> list[Any]:
    """Lists the results of a primitive that may have several."""
    return list(result) if isinstance(result, tuple | list) else [result]


_random = np.random.default_rng(7)


def uniform(low: float, high: float, *shape: int) -> np.ndarray:
    """Draws float64 numbers between two bounds."""
    return _random.uniform(low, high, shape)


def normal(*shape: int) -> np.ndarray:
    """Draws float64 numbers around zero."""
    return _random.normal(size=shape)


def distinct(*shape: int) -> np.ndarray:
    """Returns numbers all a good bit apart, in random order, half of them negative."""
    count = int(np.prod(shape))
    return (_random.permutation(count) - count / 2 + 0.25).reshape(shape).astype(np.float64)


def whole(low: int, high: int, *shape: int, dtype: str = "int32") -> np.ndarray:
    """Draws integers from low to high - 1."""
    return _random.integers(low, high, shape).astype(dtype)


def bools(*shape: int) -> np.ndarray:
    """Draws bools."""
    return _random.random(shape) < 0.5


def ints(*values: Any) -> np.ndarray:
    """Returns int32 indices."""
    return np.array(values, np.int32)
