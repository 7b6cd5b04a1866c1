"""What a row has to give: the same definition, run on the NumPy engine in float64."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from tahr.core import current
from tests.contract.row import Row, Subject, called, cast, is_float, rounded, started

STEP = 1e-6
SIZE = 0.1
"""Results below this are compared as if they were as large as this."""


@dataclass
class Reference:
    """The results in float64 and the dtypes they are to have."""

    values: list[np.ndarray]
    dtypes: list[str]


@cache
def reference(row: Row, dtype: str) -> Reference | None:
    """Returns what a row has to give in a dtype; None where NumPy refuses the call."""
    inputs = row.inputs(dtype)
    with np.errstate(all="ignore"):
        narrow = _run(row, dtype, inputs)
        wide = (
            None if narrow is None else _run(row, "float64", [cast(x, "float64") for x in inputs])
        )
    if narrow is None or wide is None:
        return None
    return Reference(wide, [x.dtype.name for x in narrow])


def _run(row: Row, dtype: str, inputs: list[np.ndarray]) -> list[np.ndarray] | None:
    with current.using("numpy") as engine, row.policy(dtype):
        subject = row.make()
        try:
            return called(subject, engine, inputs, started(subject, dtype))
        except Exception:
            return None


def generic(row: Row) -> list[np.ndarray]:
    """Returns float32 inputs away from ties and edges, where slopes exist."""
    drawn = np.random.default_rng(11)
    return [
        (x + drawn.uniform(0.001, 0.01, x.shape)).astype(x.dtype) if is_float(x) else x
        for x in row.inputs("float32")
    ]


def weights_of(values: list[np.ndarray], moved: int = 0) -> list[np.ndarray | None]:
    """Returns what results are weighted with to make a scalar; None for what is not differentiated.

    Args:
        values: the results.
        moved: how many of them, from the last, are state that no gradient goes through.
    """
    found = [
        np.cos(np.arange(x.size) + 1.0).reshape(x.shape) if is_float(x) else None for x in values
    ]
    return found[: len(found) - moved] + [None] * moved


@dataclass
class Slope:
    """The results at generic inputs, and the derivative of their sum along some direction."""

    values: list[np.ndarray]
    directions: list[np.ndarray]
    derivative: float


@cache
def slope(row: Row) -> Slope | None:
    """Differentiates a row by central differences in float64."""
    inputs = [rounded(x, "float32") for x in generic(row)]
    drawn = np.random.default_rng(5)
    with current.using("numpy") as engine, row.policy("float64"), np.errstate(all="ignore"):
        subject = row.make()
        state = [rounded(x, "float32") for x in started(subject, "float64")]
        try:
            values = called(subject, engine, inputs, state)
        except Exception:
            return None
        weights = weights_of(values, subject.moved)
        if any(
            w is not None and x.dtype != np.float64 for x, w in zip(values, weights, strict=True)
        ):
            return None
        places = row.places(inputs)
        moving = [*(inputs[i] for i in places), *state[: subject.weights]]
        directions = [drawn.normal(size=x.shape) for x in moving]

        def total(step: float) -> float:
            moved = [x + step * d for x, d in zip(moving, directions, strict=True)]
            results = called(subject, engine, *placed(places, subject, inputs, state, moved))
            pairs = zip(results, weights, strict=True)
            return sum(float((r * w).sum()) for r, w in pairs if w is not None)

        derivative = (total(STEP) - total(-STEP)) / (2 * STEP)
    return Slope(values, directions, derivative)


def placed(
    places: list[int], subject: Subject, inputs: list[Any], state: list[Any], moving: list[Any]
) -> tuple[list[Any], list[Any]]:
    """Puts moved tensors in the places of the inputs and weights they are for."""
    inputs, state = list(inputs), list(state)
    for place, tensor in zip(places, moving[: len(places)], strict=True):
        inputs[place] = tensor
    state[: subject.weights] = moving[len(places) :]
    return inputs, state


def error(got: np.ndarray, wanted: np.ndarray) -> float:
    """Returns the largest difference, relative to the largest of the results."""
    assert got.shape == wanted.shape, f"shape {got.shape}, not {wanted.shape}"
    got = got.astype("float64")
    finite = np.isfinite(wanted)
    if not np.array_equal(got[~finite], wanted[~finite], equal_nan=True):
        return float("inf")
    size = max(SIZE, float(np.abs(wanted[finite]).max(initial=0)))
    return float(np.abs(got[finite] - wanted[finite]).max(initial=0)) / size
