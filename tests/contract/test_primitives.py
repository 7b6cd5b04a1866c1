"""Every primitive on every engine: values, dtypes, gradients, and what `spec` foretells."""

from typing import Any

import numpy as np
import pytest

from tahr.core.specs import TensorSpec, opened
from tahr.engines.base import BINARY, UNARY, Engine
from tests.contract import record
from tests.contract.case import TOLERANCE, Case, outputs, widened
from tests.contract.conftest import COMPILES_ALWAYS, but_for_long_runs
from tests.contract.reference import error
from tests.contract.table import CASES, ELSEWHERE

ROWS = [pytest.param(c, d, id=f"{c}-{d}") for c in CASES for d in c.dtypes]
FIRST = [pytest.param(c, id=str(c)) for c in CASES]
SMOOTH = [pytest.param(c, id=str(c)) for c in CASES if c.gradient]
STEP = 1e-6


def check(case: Case, dtype: str, engine: Any, results: list[Any], inputs: list[Any]) -> None:
    """Holds results against the reference."""
    expected = case.expected(inputs)
    names = case.dtypes_out(dtype, len(expected))
    assert [engine.dtype_of(r) for r in results] == names
    for result, wanted, name in zip(results, expected, names, strict=True):
        got = engine.to_numpy(result)
        assert got.shape == np.shape(wanted)
        if name not in TOLERANCE:
            np.testing.assert_array_equal(widened(got), wanted)
            record.add(engine.name, "primitives", case.primitive, dtype, 0.0)
            continue
        record.add(engine.name, "primitives", case.primitive, name, error(got, wanted))
        tolerance = TOLERANCE[name] * case.scale
        finite = np.abs(wanted[np.isfinite(wanted)])
        size = max(1.0, float(finite.max(initial=0)))
        np.testing.assert_allclose(widened(got), wanted, rtol=tolerance, atol=tolerance * size / 10)


@pytest.mark.parametrize(("case", "dtype"), ROWS)
def test_values_and_specs(case: Case, dtype: str, engine: Any, spec: Any) -> None:
    inputs = case.cast(dtype)
    results = outputs(case.run(engine, *(engine.asarray(x) for x in inputs)))
    assert all(engine.is_tensor(r) for r in results)
    check(case, dtype, engine, results, inputs)
    foretold = outputs(case.run(spec, *(TensorSpec(x.shape, x.dtype) for x in inputs)))
    assert [(opened(s.shape), s.dtype) for s in foretold] == [
        (tuple(r.shape), engine.dtype_of(r)) for r in results
    ]


@pytest.mark.parametrize("case", FIRST)
def test_compiled(case: Case, engine: Any) -> None:
    if case.gradient and engine.gradients:
        pytest.skip("test_gradients compiles it")
    dtype = case.dtypes[0]
    inputs = case.cast(dtype)
    compiled = engine.compile(lambda *xs: case.run(engine, *xs))
    results = outputs(compiled(*(engine.asarray(x) for x in inputs)))
    check(case, dtype, engine, results, inputs)


@but_for_long_runs(*COMPILES_ALWAYS)
@pytest.mark.parametrize("case", FIRST)
def test_memory_layout_does_not_matter(case: Case, engine: Any) -> None:
    dtype = case.dtypes[0]
    inputs = [strided(x) for x in case.cast(dtype)]
    results = outputs(case.run(engine, *(engine.asarray(x) for x in inputs)))
    check(case, dtype, engine, results, inputs)


def strided(x: np.ndarray) -> np.ndarray:
    """Returns equal values that lie backwards, apart and in column order in memory."""
    if x.ndim == 0:
        return x
    apart = np.zeros((2 * x.shape[0], *x.shape[1:]), x.dtype, order="F")
    view = apart[::-2]
    view[...] = x
    return view


@pytest.mark.parametrize("case", FIRST)
def test_specs_with_unknown_leading_axes(case: Case, spec: Any) -> None:
    inputs = case.cast(case.dtypes[0])
    expected = case.expected(inputs)
    names = case.dtypes_out(case.dtypes[0], len(expected))
    free = [i for i, x in enumerate(inputs) if x.ndim and i not in case.fixed]
    for chosen in [[i] for i in free] + [free]:
        specs = [
            TensorSpec((None, *x.shape[1:]) if i in chosen else x.shape, x.dtype)
            for i, x in enumerate(inputs)
        ]
        foretold = outputs(case.run(spec, *specs))
        assert [s.dtype for s in foretold] == names
        for found, real in zip(foretold, expected, strict=True):
            shape = np.shape(real)
            assert len(found.shape) == len(shape)
            for length, wanted in zip(opened(found.shape), shape, strict=True):
                assert length in (None, wanted), (found, shape)


@pytest.mark.parametrize("case", SMOOTH)
def test_gradients(case: Case, engine: Any) -> None:
    if not engine.gradients:
        pytest.skip("no gradients")
    inputs = case.cast("float32")
    moving = [i for i, x in enumerate(case.inputs) if x.dtype == np.float64]
    weights = [np.cos(np.arange(w.size) + 1).reshape(w.shape) for w in case.expected(inputs)]

    def loss(values: list[Any]) -> tuple[Any, Any]:
        tensors = [engine.asarray(x) for x in inputs]
        for i, value in zip(moving, values, strict=True):
            tensors[i] = value
        results = outputs(case.run(engine, *tensors))
        total = engine.full((), 0, "float32")
        for result, weight in zip(results, weights, strict=True):
            weighted = engine.multiply(result, engine.asarray(weight.astype("float32")))
            total = engine.add(total, engine.sum(weighted, tuple(range(weight.ndim)), False))
        return total, results

    values = [engine.asarray(inputs[i]) for i in moving]
    differentiated = engine.compile(lambda vs: engine.value_and_grad(loss, vs))
    (value, results), gradients = differentiated(values)
    assert engine.dtype_of(value) == "float32"
    check(case, "float32", engine, results, inputs)
    for i, gradient in zip(moving, gradients, strict=True):
        wanted = slopes(case, inputs, i, weights)
        rtol = max(3e-4, 2e-6 * case.scale)
        atol = rtol * max(1.0, np.abs(wanted).max(initial=0))
        got = engine.to_numpy(gradient)
        record.add(engine.name, "primitives", case.primitive, "gradient", error(got, wanted))
        np.testing.assert_allclose(got, wanted, rtol=rtol, atol=atol)


def slopes(case: Case, inputs: list[Any], i: int, weights: list[Any]) -> np.ndarray:
    """Differentiates the reference by central differences in double precision."""
    function = case.slope or case.reference
    wide = [widened(x) for x in inputs]

    def loss() -> float:
        results = outputs(function(*wide))
        return sum(float((r * w).sum()) for r, w in zip(results, weights, strict=True))

    result = np.zeros(wide[i].shape)
    for place in np.ndindex(*wide[i].shape):
        there = wide[i][place]
        wide[i][place] = there + STEP
        above = loss()
        wide[i][place] = there - STEP
        result[place] = (above - loss()) / (2 * STEP)
        wide[i][place] = there
    return result


def test_every_primitive_is_covered() -> None:
    covered = {case.primitive for case in CASES} | set(ELSEWHERE)
    assert covered == {*UNARY, *BINARY, *Engine.__abstractmethods__}
    assert all(reason for reason in ELSEWHERE.values())
