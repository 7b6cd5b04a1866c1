"""Tables of text: which encoding, delimiter and header a file has, and its rows."""

import csv
import io
from collections import Counter
from pathlib import Path

import numpy as np

from tahr.apps.data.numbers import as_numbers
from tahr.apps.data.table import Table, Values, as_column
from tahr.apps.job.problems import Problem, wrong

LARGEST = 4 << 30
DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 200
"""Lines that decide on the delimiter and the header."""
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
LONGEST_CELL = 1 << 24


def read_text_table(
    path: Path, delimiter: str = "auto", encoding: str = "auto", header: bool | str = "auto"
) -> Table:
    """Reads a file of separated values.

    Rows with another number of cells than the rest are left out and named.

    Args:
        path: the file.
        delimiter: between cells.
        encoding: of its text.
        header: whether its first row has the names of the columns.

    Raises:
        JobError: it cannot be read, or is no table.
    """
    text, found = _decoded(path, encoding)
    usual = encoding != "auto" or found.startswith("utf-8")
    notes = [] if usual else [f"the file's encoding is {found}"]
    mark = _delimiter(text) if delimiter == "auto" else delimiter
    if len(mark) != 1:
        raise wrong(f"a delimiter is one character, got {mark!r}", path, "data.delimiter")
    rows, lines = _rows(text, mark, path)
    if not rows:
        raise wrong("the file holds no rows", path)
    named = _has_header(rows) if header == "auto" else bool(header)
    width = _width(rows)
    names = _names(rows[0], width) if named else [f"column_{i + 1}" for i in range(width)]
    if not named and header == "auto":
        notes.append("no header: the columns are named column_1, column_2, ...")
    body = list(zip(rows[named:], lines[named:], strict=True))
    good = [(row, line) for row, line in body if len(row) == width]
    problems = tuple(
        Problem(str(path), line, "", f"{len(row)} cells, where the other rows have {width}")
        for row, line in body
        if len(row) != width
    )
    if not good:
        raise wrong("the file holds no rows but its header", path)
    columns: dict[str, Values] = {
        name: as_column([row[i] for row, _ in good]) for i, name in enumerate(names)
    }
    numbers = np.array([line for _, line in good], np.int64)
    form = {"delimiter": mark, "encoding": found, "header": named}
    return Table(path, columns, path.parent, numbers, None, problems, tuple(notes), form)


def _decoded(path: Path, encoding: str) -> tuple[str, str]:
    try:
        if path.stat().st_size > LARGEST:
            raise wrong("the table is too large to be held in memory; use parquet", path)
        content = path.read_bytes()
    except OSError as error:
        raise wrong((error.strerror or "unreadable").lower(), path) from None
    found = next((name for mark, name in BOMS if content.startswith(mark)), "utf-8")
    for name in (found, "cp1252", "latin-1") if encoding == "auto" else (encoding,):
        try:
            text = content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" in text[:10_000]:
            break
        return text, name
    raise wrong(f"the file is no text in {encoding if encoding != 'auto' else 'utf-8'}", path)


def _delimiter(text: str) -> str:
    """Returns the mark that cuts most rows into one same number of cells, more than one."""
    head = "\n".join(text.splitlines()[:SAMPLE])

    def worth(mark: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(head), delimiter=mark) if row)
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        return (count / max(sum(widths.values()), 1), width) if width > 1 else (0.0, 0)

    return max(DELIMITERS, key=worth)


def _rows(text: str, mark: str, path: Path) -> tuple[list[list[str]], list[int]]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        return _read_rows(text, mark, path)
    finally:
        csv.field_size_limit(before)


def _read_rows(text: str, mark: str, path: Path) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(io.StringIO(text), delimiter=mark, skipinitialspace=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise wrong(f"line {reader.line_num} cannot be read: {error}", path) from None
    return rows, lines


def _width(rows: list[list[str]]) -> int:
    return Counter(map(len, rows)).most_common(1)[0][0]


def _has_header(rows: list[list[str]]) -> bool:
    """Whether the first row differs in kind from those below it."""
    first, rest = rows[0], rows[1 : SAMPLE + 1]
    if len(first) != _width(rows):
        return True
    if not rest:
        return not np.isfinite(as_numbers(as_column(first))).any()
    if any(not cell.strip() for cell in first[1:]) or len(set(first)) < len(first):
        return False
    if np.isfinite(as_numbers(as_column(first))).any():
        return False
    below = [[row[i] for row in rest if i < len(row)] for i in range(len(first))]
    if any(np.isfinite(as_numbers(as_column(cells))).mean() > 0.5 for cells in below):
        return True
    return not any(cell in cells for cell, cells in zip(first, below, strict=True))


def _names(row: list[str], width: int) -> list[str]:
    names: list[str] = []
    for i in range(width):
        cell = row[i].strip() if i < len(row) else ""
        name = cell or f"column_{i + 1}"
        number = 2
        while name in names:
            name, number = f"{cell}_{number}", number + 1
        names.append(name)
    return names
