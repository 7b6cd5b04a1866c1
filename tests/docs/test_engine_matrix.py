"""What `docs/engines.json` holds is of the engines, names and limits there are."""

from scripts import engine_tables

from tests.contract.limits import LIMITS, UNDEFINED
from tests.contract.reference import reference
from tests.contract.rows import ROWS
from tests.contract.table import CASES

MEASURED = engine_tables.measured()
STALE = "run `make engines`"


def test_every_engine_was_measured():
    for family, names in MEASURED["tolerances"].items():
        for name, engines in names.items():
            assert set(engines) <= set(engine_tables.present()), STALE
            assert engines, (family, name)
    found = {e for engines in MEASURED["tolerances"]["primitives"].values() for e in engines}
    assert found == set(engine_tables.present()), STALE


def test_every_name_was_measured():
    expected = {}
    for row in ROWS:
        if any(reference(row, dtype) and reference(row, dtype).values for dtype in row.dtypes):
            expected.setdefault(row.family, set()).add(row.name)
    found = {family: set(names) for family, names in MEASURED["tolerances"].items()}
    primitives = {case.primitive for case in CASES}
    assert found.pop("primitives") == primitives, STALE
    names = {family: {r.name for r in ROWS if r.family == family} for family in expected}
    assert set(found) == set(expected), STALE
    for family, those in found.items():
        assert expected[family] <= those <= names[family], STALE


def test_every_limit_is_on_the_page():
    assert MEASURED["limits"] == LIMITS, STALE
    assert MEASURED["undefined"] == UNDEFINED, STALE


def test_errors_are_within_the_tolerances_promised():
    bounds = {"float32": -3, "bfloat16": 0, "float16": -1, "gradient": -2}
    for names in MEASURED["tolerances"].values():
        for name, engines in names.items():
            for engine, errors in engines.items():
                for kind, bound in bounds.items():
                    assert (errors.get(kind) or -9) <= bound, (name, engine, kind)
