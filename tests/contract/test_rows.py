"""Every op, activation, layer, loss, metric and optimizer on every engine, eager and compiled."""

from typing import Any

import pytest

from tests.contract.conftest import ENGINES
from tests.contract.limits import LIMITS, keys, limited
from tests.contract.reference import reference
from tests.contract.row import Row
from tests.contract.rows import ROWS, chunks, named
from tests.contract.running import run_compiled, run_eagerly

COMPILES_ALWAYS = ("jax",)
"""Engines that compile each primitive they run eagerly: their sweep over dtypes is one program."""

NAMED = [pytest.param(rows, id=name) for name, rows in named()]
CHUNKS = [pytest.param(calls, id=name) for name, calls in chunks(swept=False)]
SWEEPS = [
    pytest.param(engine, calls, id=f"{engine}-{name}")
    for engine in COMPILES_ALWAYS
    if engine in ENGINES
    for name, calls in chunks(swept=True)
]


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


def compile_and_check(calls: list[tuple[Row, str]], engine: Any) -> None:
    """Runs calls as one program; where that fails, each alone to find out which."""
    calls = [(row, dtype) for row, dtype in calls if not limited(engine.name, row, dtype)]
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


@pytest.mark.parametrize("calls", CHUNKS)
def test_compiled_with_gradients(calls: list[tuple[Row, str]], engine: Any) -> None:
    compile_and_check(calls, engine)


@pytest.mark.parametrize(("name", "calls"), SWEEPS)
def test_compiled_in_other_dtypes(name: str, calls: list[tuple[Row, str]]) -> None:
    from tahr.core import current

    pytest.importorskip(name)
    compile_and_check(calls, current.load(name))


OUTDATED = [
    pytest.param(engine, key, id=f"{engine}-{key}")
    for engine, table in LIMITS.items() if engine in ENGINES
    for key in table
]  # fmt: skip


@pytest.mark.parametrize(("name", "key"), OUTDATED)
def test_what_an_engine_is_said_not_to_do_it_does_not(name: str, key: str) -> None:
    from tahr.core import current

    pytest.importorskip(name)
    engine, aspect = current.load(name), key.split()[-1]
    rows = [row for row in ROWS if key in keys(row, aspect)]
    assert rows, f"no row is called {key}"
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the framework says
        for row in rows:
            if aspect == "gradient":
                run_compiled([(row, "float32")], engine, limits=False)
            else:
                run_eagerly(row, aspect, engine)


def test_numpy_refuses_nothing_but_edges() -> None:
    refused = {row.note for row in ROWS for d in row.dtypes if not reference(row, d) and d != "bool"}
    assert all(note.startswith("(") for note in refused), refused


def test_every_limit_has_a_reason() -> None:
    assert all(reason for table in LIMITS.values() for reason in table.values())
