"""Running rows on an engine: as they are written, or many compiled into one program."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tahr.core import current
from tests.contract import record
from tests.contract.case import TOLERANCE
from tests.contract.limits import limited
from tests.contract.reference import error, generic, placed, reference, slope, weights_of
from tests.contract.row import Row, called, is_float, started

SLOPE = 3e-4
"""How far gradients may be off, relative to their norm."""


def run_eagerly(row: Row, dtype: str, engine: Any) -> None:
    """Holds a row, run as it is written, against its reference."""
    wanted = reference(row, dtype)
    if wanted is None:
        return
    with current.using(engine), row.policy(dtype):
        subject = row.make()
        state = [engine.asarray(x) for x in started(subject, dtype)]
        inputs = [engine.asarray(x) for x in row.inputs(dtype)]
        found = called(subject, engine, inputs, state)
        assert [engine.dtype_of(x) for x in found] == wanted.dtypes
        got = [engine.to_numpy(x) for x in found]
    compare(row, dtype, engine, got, wanted.values)


def compare(row: Row, dtype: str, engine: Any, got: list[Any], wanted: list[Any]) -> None:
    """Compares results: floats within the tolerance of a dtype, all else exactly."""
    assert len(got) == len(wanted)
    for mine, exact in zip(got, wanted, strict=True):
        if not is_float(mine):
            np.testing.assert_array_equal(mine, exact)
            record.add(engine.name, row.family, row.name, dtype, 0.0)
            continue
        name = min((dtype, mine.dtype.name), key=_digits)
        off = error(mine, exact)
        record.add(engine.name, row.family, row.name, name, off)
        allowed = TOLERANCE.get(name, TOLERANCE["float32"]) * row.scale
        assert off <= allowed, f"off by {off:.2g} in {name}: {mine!r}, not {exact!r}"


def _digits(name: str) -> int:
    return {"bfloat16": 0, "float16": 1, "float32": 2}.get(name, 3)


Program = tuple[Callable[[list[Any]], Any], list[Any], Callable[[Any], None]]


def program(row: Row, dtype: str, engine: Any, limits: bool) -> Program:
    """Returns a pure function of a row, its arguments, and what holds its results to account.

    Where the engine has gradients and the row has slopes, the function gives both.
    """
    wanted = row.gradient and engine.gradients and dtype == "float32"
    if limits and limited(engine.name, row, "gradient"):
        wanted = False
    steep = slope(row) if wanted else None
    if steep is None or not np.isfinite(steep.derivative):
        return _plain(row, dtype, engine)
    return _differentiated(row, engine, steep)


def _plain(row: Row, dtype: str, engine: Any) -> Program:
    wanted = reference(row, dtype)
    assert wanted is not None
    with row.policy(dtype):
        subject = row.make()
    inputs, state = row.inputs(dtype), started(subject, dtype)

    def function(tensors: list[Any]) -> Any:
        return called(subject, engine, tensors[: len(inputs)], tensors[len(inputs) :])

    def check(results: Any) -> None:
        assert [engine.dtype_of(x) for x in results] == wanted.dtypes
        got = [engine.to_numpy(x) for x in results]
        compare(row, dtype, engine, got, wanted.values)

    return function, [*inputs, *state], check


def _differentiated(row: Row, engine: Any, steep: Any) -> Program:
    with row.policy("float32"):
        subject = row.make()
    inputs, state = generic(row), started(subject, "float32")
    places = row.places(inputs)
    moving = [*(inputs[i] for i in places), *state[: subject.weights]]
    weights = weights_of(steep.values, subject.moved)

    def function(tensors: list[Any]) -> Any:
        given, held = tensors[: len(inputs)], tensors[len(inputs) :]

        def total(moved: list[Any]) -> tuple[Any, Any]:
            results = called(subject, engine, *placed(places, subject, given, held, moved))
            terms = [_weighted(engine, r, w) for r, w in zip(results, weights, strict=True)
                     if w is not None]  # fmt: skip
            result = engine.full((), 0, "float32")
            for term in terms:
                result = engine.add(result, term)
            return result, results

        moved = [*(given[i] for i in places), *held[: subject.weights]]
        (_, results), gradients = engine.value_and_grad(total, moved)
        return results, gradients

    def check(found: Any) -> None:
        results, gradients = found
        compare(row, "float32", engine, [engine.to_numpy(x) for x in results], steep.values)
        got = [engine.to_numpy(x).astype("float64") for x in gradients]
        assert [x.shape for x in got] == [x.shape for x in moving]
        along = sum(float((g * d).sum()) for g, d in zip(got, steep.directions, strict=True))
        norm = max(0.1, float(np.sqrt(sum((g**2).sum() for g in got))))
        off = abs(along - steep.derivative) / norm
        record.add(engine.name, row.family, row.name, "gradient", off)
        assert off <= SLOPE * row.scale, f"the gradient is off by {off:.2g}: {got}"

    return function, [*inputs, *state], check


def _weighted(engine: Any, result: Any, weight: np.ndarray) -> Any:
    product = engine.multiply(
        engine.cast(result, "float32"), engine.asarray(weight.astype("float32"))
    )
    return engine.sum(product, tuple(range(weight.ndim)), False)


def run_compiled(calls: Sequence[tuple[Row, str]], engine: Any, limits: bool = True) -> None:
    """Holds rows, compiled into one program, against their references."""
    with current.using(engine):
        programs = [program(row, dtype, engine, limits) for row, dtype in calls]
        tensors = [[engine.asarray(x) for x in arguments] for _, arguments, _ in programs]

        def all_of_them(given: list[Any]) -> list[Any]:
            return [function(own) for (function, _, _), own in zip(programs, given, strict=True)]

        results = engine.compile(all_of_them)(tensors)
    failures = []
    for (row, dtype), (_, _, check), result in zip(calls, programs, results, strict=True):
        try:
            check(result)
        except AssertionError as wrong:
            failures.append(f"{row} {dtype}: {wrong}")
    assert not failures, "\n".join(failures)
