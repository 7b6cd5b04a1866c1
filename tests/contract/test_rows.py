"""Every op, activation, layer, loss, metric and optimizer on every engine, eager and compiled."""

from typing import Any

import pytest

from tahr import ops
from tahr.core import current
from tests.contract.conftest import COMPILES_ALWAYS, ENGINES, but_for_long_runs
from tests.contract.limits import LIMITS, keys, limited
from tests.contract.reference import reference
from tests.contract.row import Row
from tests.contract.rows import ROWS, chunks, named
from tests.contract.running import run_compiled, run_eagerly

SLOW_TO_COMPILE = ("pytensor",)
"""Engines whose compiler takes so long that one row of a name has to do."""

COMPILED_ALWAYS = ("jax", "numpy")
"""Engines whose rows are compiled in every run; those of the others are under `make soak`."""

NAMED = [pytest.param(rows, id=name) for name, rows in named()]
CHUNKS = [
    pytest.param(
        engine,
        calls,
        id=f"{engine}-{name}",
        marks=() if engine in COMPILED_ALWAYS else pytest.mark.soak,
    )
    for engine in ENGINES
    for name, calls in chunks(swept=False, briefly=engine in SLOW_TO_COMPILE)
]
SWEEPS = [
    pytest.param(engine, calls, id=f"{engine}-{name}")
    for engine in COMPILES_ALWAYS
    if engine in ENGINES
    for name, calls in chunks(swept=True)
]


@but_for_long_runs(*COMPILES_ALWAYS)
@pytest.mark.parametrize("rows", NAMED)
def test_eager(rows: list[Row], engine: Any) -> None:
    briefly = engine.name in COMPILES_ALWAYS
    failures = []
    for row in rows[:1] if briefly else rows:
        for dtype in row.dtypes[:1] if briefly else row.dtypes:
            if limited(engine.name, row, dtype):
                continue
            try:
                run_eagerly(row, dtype, engine)
            except Exception as wrong:
                failures.append(f"{row} {dtype}: {type(wrong).__name__} {wrong}")
    assert not failures, "\n".join(failures)


def loaded(name: str) -> Any:
    """Loads an engine."""
    pytest.importorskip(name, reason=f"{name} is not installed")
    return current.load(name)


def compile_and_check(calls: list[tuple[Row, str]], engine: Any) -> None:
    """Runs calls as one program; where that fails, each alone to find out which."""
    calls = [call for call in calls if not limited(engine.name, *call) and reference(*call)]
    if not calls:
        pytest.skip("NumPy refuses, or the engine does not do, any of these in this dtype")
    try:
        run_compiled(calls, engine)
    except AssertionError:
        raise
    except Exception:
        for call in calls:
            try:
                run_compiled([call], engine)
            except Exception as wrong:
                raise AssertionError(f"{call[0]} {call[1]}") from wrong
        raise


@pytest.mark.parametrize(("name", "calls"), CHUNKS)
def test_compiled_with_gradients(name: str, calls: list[tuple[Row, str]]) -> None:
    compile_and_check(calls, loaded(name))


@pytest.mark.soak
@pytest.mark.parametrize(("name", "calls"), SWEEPS)
def test_compiled_in_other_dtypes(name: str, calls: list[tuple[Row, str]]) -> None:
    compile_and_check(calls, loaded(name))


OUTDATED = [
    pytest.param(engine, key, id=f"{engine}-{key}")
    for engine, table in LIMITS.items() if engine in ENGINES
    for key in table
]  # fmt: skip


@pytest.mark.parametrize(("name", "key"), OUTDATED)
def test_what_an_engine_is_said_not_to_do_it_does_not(name: str, key: str) -> None:
    engine, aspect = loaded(name), key.rsplit(maxsplit=1)[-1]
    rows = [row for row in ROWS if key in keys(row, aspect)]
    assert rows, f"no row is called {key}"
    with pytest.raises(Exception):  # noqa: B017 - whatever the framework says
        for row in rows:
            if aspect == "gradient":
                run_compiled([(row, "float32")], engine, limits=False)
            else:
                run_eagerly(row, aspect, engine)


def test_numpy_refuses_nothing_but_edges() -> None:
    refused = {
        row.note for row in ROWS for d in row.dtypes if not reference(row, d) and d != "bool"
    }
    assert all(note.startswith("(") for note in refused), refused


def test_every_limit_has_a_reason() -> None:
    assert all(reason for table in LIMITS.values() for reason in table.values())


@pytest.mark.parametrize("common", [False, True])
@pytest.mark.parametrize("name", ["relu", "relu6"])
def test_the_slope_of_relu_at_zero_is_zero(name: str, common: bool, engine: Any) -> None:
    if not engine.gradients:
        pytest.skip("no gradients")
    function = getattr(ops, name)
    function = function.__wrapped__ if common else function

    def loss(values: list[Any]) -> tuple[Any, None]:
        return engine.sum(function(values[0]), (0,), False), None

    with current.using(engine):
        x = engine.asarray([-1.0, 0.0, 2.0], "float32")
        _, (slope,) = engine.value_and_grad(loss, [x])
    assert engine.to_numpy(slope).tolist() == [0, 0, 1]
