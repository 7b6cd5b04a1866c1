"""The forward part of the contract for files of ONNX, as onnxruntime runs them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract import limits_onnx, onnx_graphs
from tests.contract.case import Case
from tests.contract.onnx_graphs import Program
from tests.contract.row import Row
from tests.contract.rows import ROWS
from tests.contract.table import CASES

pytest.importorskip("onnxruntime")
pytest.importorskip("spox")

NO_WIDE = ("bfloat16", "float16")
"""Dtypes that runtimes compute in with few operators of their own."""
FAMILIES = ("ops", "activations", "layers", "losses")
CHUNK = 24
"""How many rows stand in one graph: a session for each would be most of the time."""


def primitives() -> list[tuple[Case, str]]:
    return [(c, d) for c in CASES for d in c.dtypes if d not in NO_WIDE]


def rows() -> list[tuple[Row, str]]:
    return [
        (r, d)
        for r in ROWS
        for d in r.dtypes
        if r.family in FAMILIES and r.compiled and not any(name in d for name in NO_WIDE)
    ]


def chunks(calls: list[Any]) -> Iterator[Any]:
    allowed = [call for call in calls if not onnx_graphs.is_limited(call[0])]
    for start in range(0, len(allowed), CHUNK):
        part = allowed[start : start + CHUNK]
        yield pytest.param(part, id=f"{part[0][0]} .. {part[-1][0]} {start}")


def checked(programs: list[tuple[str, Program]]) -> None:
    """Runs programs as one graph; where that fails, each alone to find out which."""
    try:
        found = onnx_graphs.run([(function, inputs) for _, (function, inputs, _) in programs])
    except Exception as error:
        if len(programs) == 1:
            raise AssertionError(programs[0][0]) from error
        for one in programs:
            checked([one])
        raise
    failures = []
    for (name, (_, _, held)), results in zip(programs, found, strict=True):
        try:
            held(results)
        except AssertionError as wrong:
            failures.append(f"{name}: {wrong}")
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize("calls", [*chunks(primitives())])
def test_primitives(calls: list[tuple[Case, str]]) -> None:
    checked([(f"{case} {dtype}", onnx_graphs.primitive(case, dtype)) for case, dtype in calls])


@pytest.mark.parametrize("calls", [*chunks(rows())])
def test_rows(calls: list[tuple[Row, str]]) -> None:
    made = [(f"{row} {dtype}", onnx_graphs.row(row, dtype)) for row, dtype in calls]
    programs = [(name, program) for name, program in made if program is not None]
    if not programs:
        pytest.skip("none of these gives a tensor in this dtype")
    checked(programs)


@pytest.mark.parametrize("name", limits_onnx.PRIMITIVES)
def test_what_primitives_are_said_not_to_do_they_do_not(name: str) -> None:
    found = [call for call in primitives() if name in (call[0].primitive, str(call[0]))]
    assert found, f"no case is called {name}"
    for case, dtype in found:
        with pytest.raises(Exception):  # noqa: B017 - whatever spox or onnxruntime say
            checked([(name, onnx_graphs.primitive(case, dtype))])


@pytest.mark.parametrize("name", limits_onnx.ROWS)
def test_what_rows_are_said_not_to_do_they_do_not(name: str) -> None:
    found = [
        row for row, _ in rows()
        if name in (f"{row.family}.{row.name}", f"{row.family}.{row.name}[{row.note}]")
    ]  # fmt: skip
    assert found, f"no row is called {name}"
    failed = []
    for row in found:
        program = onnx_graphs.row(row, row.dtypes[0])
        try:
            checked([] if program is None else [(name, program)])
        except Exception:
            failed.append(row)
    assert failed, f"{name} works by now"


def test_every_limit_has_a_reason() -> None:
    assert all(reason for reason in (*limits_onnx.PRIMITIVES.values(), *limits_onnx.ROWS.values()))
