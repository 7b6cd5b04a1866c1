"""Data is read whatever its encoding, delimiter, header and kind; what is wrong is named."""

import json

import numpy as np
import polars
import pytest

from tahr.apps.data.sources import read_source
from tahr.apps.job.problems import JobError
from tahr.apps.job.schema import Data


def read(path, **options):
    return read_source(Data(source=str(path), **options), path.parent)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings(tmp_path, delimiter, encoding):
    path = tmp_path / "a.csv"
    rows = ["näme", "age"], ["Müller", "3"], ["a b", "4"], ["c", "NA"]
    path.write_text("\r\n".join(delimiter.join(row) for row in rows), encoding)
    table = read(path)
    assert list(table.columns) == ["näme", "age"]
    assert table.columns["näme"].tolist() == ["Müller", "a b", "c"]
    assert table.columns["age"].tolist() == ["3", "4", None]


def test_commas_within_cells_and_lines_within_quotes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"x, y","two\nlines"\nz,w\n')
    table = read(path)
    assert table.columns["a"].tolist() == ["x, y", "z"]
    assert table.lines.tolist() == [2, 4]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1,2\n3,4\n", ["column_1", "column_2"]),
        ("a,b\n3,4\n", ["a", "b"]),
        ("a,a\n3,4\n", ["column_1", "column_2"]),
        ("red,big\nred,small\nblue,big\n", ["column_1", "column_2"]),
        ("colour,size\nred,small\nblue,big\n", ["colour", "size"]),
        (",b\n1,2\n2,3\n", ["column_1", "b"]),
    ],
)
def test_headers(tmp_path, text, names):
    path = tmp_path / "a.csv"
    path.write_text(text)
    assert list(read(path).columns) == names


def test_rows_of_another_width_are_left_out_and_named(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n3\n4,5,6\n7,8\n")
    table = read(path)
    assert table.columns["a"].tolist() == ["1", "7"]
    assert [p.line for p in table.problems] == [3, 4]


@pytest.mark.parametrize("kind", ["parquet", "xlsx", "jsonl"])
def test_other_kinds_of_tables(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    rows = [{"n": 1, "t": "x", "l": True}, {"n": None, "t": "y", "l": False}]
    if kind == "jsonl":
        path.write_text("\n".join(map(json.dumps, rows)) + "\nno json\n")
    elif kind == "parquet":
        polars.DataFrame(rows).write_parquet(path)
    else:
        pytest.importorskip("openpyxl", reason="writes the spreadsheet that is read")
        import openpyxl

        book = openpyxl.Workbook()
        for row in [list(rows[0]), *(list(one.values()) for one in rows)]:
            book.active.append(row)
        book.save(path)
    table = read(path)
    assert table.columns["n"].tolist() == ["1", None]
    assert table.columns["t"].tolist() == ["x", "y"]
    assert table.columns["l"].tolist() == ["yes", "no"]
    assert len(table.problems) == (kind == "jsonl")


def test_arrays_with_parts(tmp_path):
    path = tmp_path / "a.npz"
    parts = {"x_train": np.zeros((4, 3, 3)), "x_test": np.ones((2, 3, 3))}
    np.savez(path, y_train=np.arange(4), y_test=np.arange(2), **parts)
    table = read(path)
    assert table.columns["x"].shape == (6, 3, 3)
    assert table.part.tolist() == ["training"] * 4 + ["test"] * 2


def test_arrays_of_objects_are_not_unpickled(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.array([{}, {}], object))
    with pytest.raises(JobError, match="cannot be read"):
        read(path)


def test_folders(tmp_path):
    for name in ("train/cat/1.png", "train/dog/2.png", "test/cat/3.png", "train/dog/.hidden.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    table = read_source(Data(source=str(tmp_path)), tmp_path)
    assert table.columns["label"].tolist() == ["cat", "cat", "dog"]
    assert table.part.tolist() == ["test", "training", "training"]


def test_names_of_files_that_say_something(tmp_path):
    for digit in range(3):
        for person in "ab":
            (tmp_path / f"{digit}_{person}_7.wav").touch()
    table = read_source(Data(source=str(tmp_path)), tmp_path)
    assert sorted(table.columns) == ["file", "name_1", "name_2"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", b"", "no rows"),
        ("a.csv", b"a,b\n", "no rows"),
        ("a.csv", b"\0\1\2" * 99, "no text"),
        ("a.parquet", b"none", "cannot be read"),
        ("a.xlsx", b"none", "cannot be read"),
        ("a.npz", b"none", "cannot be read"),
        ("a.jsonl", b"none", "no JSON objects"),
        ("a.exe", b"none", "not read"),
    ],
)
def test_files_that_are_no_data(tmp_path, name, content, expected):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(JobError, match=expected):
        read(tmp_path / name)


def test_a_source_that_is_not_there_is_looked_for_nearby(tmp_path):
    (tmp_path / "adult.csv").touch()
    with pytest.raises(JobError, match=r"did you mean 'adult\.csv'"):
        read(tmp_path / "adlut.csv")
    with pytest.raises(JobError, match="did you mean 'mnist'"):
        read_source(Data(source="mnst"), tmp_path)


def test_missing_values_as_a_job_spells_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a\n-999\nNA\n1\n\n")
    assert read(path, missing=["-999"]).columns["a"].tolist() == [None, "NA", "1"]
