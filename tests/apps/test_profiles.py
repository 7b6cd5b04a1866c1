"""What columns are, and what in a table should make one careful."""

from pathlib import Path

import numpy as np
import pytest

from tahr.apps.data.dates import form_of
from tahr.apps.data.numbers import as_numbers
from tahr.apps.data.profile import profile_of
from tahr.apps.data.splitting import parts_of
from tahr.apps.data.table import Table, as_column
from tahr.apps.job.inferring import target_of
from tahr.apps.job.problems import JobError
from tahr.apps.job.schema import Split
from tests.apps.tables import people


def table_of(columns):
    arrays = {k: v if isinstance(v, np.ndarray) else as_column(v) for k, v in columns.items()}
    return Table(Path("t.csv"), arrays, Path(), np.arange(1, 1 + len(next(iter(arrays.values())))))


def kind(values):
    return profile_of(table_of({"a": values})).columns[0].type


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1.5", "2", None, "7e3"] * 9, "number"),
        (["1,234.5", "12", "9,999"] * 9, "number"),
        (["1.234,5", "12,1", "0,5"] * 9, "number"),
        (["€ 3", "4 €", "12 %"] * 9, "number"),
        (["02139", "10115", "80331"] * 9, "category"),
        (["yes", "no"] * 9, "binary"),
        (["Ja", "nein"] * 9, "binary"),
        (["oui", "non"] * 9, "binary"),
        (["sí", "no"] * 9, "binary"),
        (["да", "нет"] * 9, "binary"),
        (["1", "0"] * 9, "binary"),
        (["red", "green", "blue"] * 9, "category"),
        ([f"user{i}" for i in range(40)], "identifier"),
        (["x"] * 9, "constant"),
        ([None] * 9, "empty"),
        (["2024-01-31", "2023-12-01"] * 9, "date"),
        (["31.12.2024", "01.02.2023"] * 9, "date"),
        (["12/31/2024", "01/02/2023"] * 9, "date"),
        (["a;b", "b;c", "a;c;b", "c"] * 9, "set"),
        ([f"this is the sentence number {i}" for i in range(40)], "text"),
    ],
)
def test_types(values, expected):
    assert kind(values) == expected


def test_a_counter_is_an_identifier():
    assert kind([str(i) for i in range(50)]) == "identifier"


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234", 1234), ("1,5", 1.5), ("-3", -3), ("1e3", 1000), (".5", 0.5), ("1.2.3", np.nan)],
)
def test_numbers(text, number):
    assert as_numbers(as_column([text]))[0] == pytest.approx(number, nan_ok=True)


def test_days_and_months_are_told_apart_by_all_values():
    assert form_of(["01/02/2024", "13/02/2024"]) == "%d/%m/%Y"
    assert form_of(["01/02/2024", "02/13/2024"]) == "%m/%d/%Y"


def test_warnings():
    columns = people()
    columns["copy"] = columns["buys"]
    found = {(w.column, w.code) for w in profile_of(table_of(columns), ("buys",)).warnings}
    assert {("id", "identifier"), ("country", "constant"), ("copy", "leak")} <= found


def test_duplicates_imbalance_and_order():
    days = [f"2024-01-{i:02d}" for i in range(1, 29)]
    profile = profile_of(table_of({"day": [*days, days[-1]], "y": ["a"] * 28 + ["b"]}), ("y",))
    codes = {w.code for w in profile.warnings}
    assert {"imbalance", "order"} <= codes
    assert profile.order == "day"
    assert profile_of(table_of({"a": ["x", "y", "x"]})).duplicates == 1


def test_likely_targets():
    assert (
        target_of(profile_of(table_of({"label": ["a", "b"] * 5, "z": ["c", "d"] * 5})))[0]
        == "label"
    )
    assert target_of(profile_of(table_of({"a": ["a", "b"] * 5, "z": ["c", "d"] * 5})))[0] == "z"


@pytest.mark.parametrize("by", ["random", "time"])
def test_parts_share_out_every_row_once(by):
    table = table_of({"t": [str(i) for i in range(100)]})
    parts = parts_of(table, Split(by=by, column="t" if by == "time" else None), None)
    assert sorted(np.concatenate(list(parts.values())).tolist()) == list(range(100))
    assert [len(parts[name]) for name in ("training", "validation", "test")] == [80, 10, 10]
    if by == "time":
        assert parts["test"].min() > parts["validation"].min() > parts["training"].max()


def test_each_part_has_its_share_of_every_class():
    table = table_of({"y": ["a"] * 90 + ["b"] * 10})
    parts = parts_of(table, Split(by="random"), table.columns["y"])
    assert all((table.columns["y"][rows] == "b").mean() == 0.1 for rows in parts.values())


def test_groups_stay_together():
    table = table_of({"who": [f"p{i % 12}" for i in range(120)]})
    parts = parts_of(table, Split(by="group", column="who"), None)
    people_of = [set(table.columns["who"][rows].tolist()) for rows in parts.values()]
    assert sum(map(len, people_of)) == 12


def test_parts_that_a_column_says():
    table = table_of({"part": ["train", "val", "TEST"] * 4})
    parts = parts_of(table, Split(by="column", column="part"), None)
    assert {name: len(rows) for name, rows in parts.items()} == {
        "training": 4,
        "validation": 4,
        "test": 4,
    }
    with pytest.raises(JobError, match="expected train, validation or test"):
        parts_of(table_of({"part": ["one"] * 4}), Split(by="column", column="part"), None)


def test_parts_of_a_source_that_has_none():
    with pytest.raises(JobError, match="no parts of its own"):
        parts_of(table_of({"a": ["x"] * 30}), Split(by="files"), None)


def test_a_part_without_rows_is_an_error():
    with pytest.raises(JobError, match="would have no rows"):
        parts_of(table_of({"a": ["x"] * 3}), Split(by="random"), None)
