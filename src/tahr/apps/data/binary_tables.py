"""Tables that other programs keep: parquet, spreadsheets, JSON lines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tahr.apps.data.table import Table, Values, as_column
from tahr.apps.job.problems import Problem, wrong
from tahr.core.extras import required


def read_parquet(path: Path) -> Table:
    """Reads a parquet file.

    Raises:
        JobError: it cannot be read.
    """
    return _by_polars(path, lambda polars: polars.read_parquet(path))


def read_sheet(path: Path) -> Table:
    """Reads the first sheet of a spreadsheet.

    Raises:
        JobError: it cannot be read.
    """
    required("fastexcel", "cli")
    return _by_polars(path, lambda polars: polars.read_excel(path))


def read_json_lines(path: Path) -> Table:
    """Reads one JSON object a line; lines that hold none are left out and named.

    Raises:
        JobError: it cannot be read.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(f"the file cannot be read: {error}", path) from None
    rows: list[tuple[int, dict[str, Any]]] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            rows.append((number, row))
        else:
            problems.append(Problem(str(path), number, "", "this is no JSON object"))
    if not rows:
        raise wrong("the file holds no JSON objects", path)
    names = list(dict.fromkeys(str(name) for _, row in rows for name in row))
    columns: dict[str, Values] = {
        name: as_column([_cell(row.get(name)) for _, row in rows]) for name in names
    }
    numbers = np.array([number for number, _ in rows], np.int64)
    return Table(path, columns, path.parent, numbers, None, tuple(problems))


def _by_polars(path: Path, read: Callable[[Any], Any]) -> Table:
    required("polars", "cli")
    import polars

    try:
        frame = read(polars)
    except Exception as error:
        says = str(error).splitlines()[0] if str(error) else error.__class__.__name__
        raise wrong(f"the file cannot be read: {says}", path) from None
    if not len(frame):
        raise wrong("the file holds no rows", path)
    columns: dict[str, Values] = {
        name: as_column([_cell(value) for value in frame[name].to_list()]) for name in frame.columns
    }
    return Table(path, columns, path.parent, np.arange(1, len(frame) + 1))


def _cell(value: object) -> object:
    """Returns a value as the text that a table of text would hold."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, list):
        return ";".join(str(_cell(one)) for one in value)
    return str(value)
