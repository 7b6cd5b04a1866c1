"""`tahr predict` and `tahr evaluate`."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.table import Table as Grid
from rich.text import Text

from tahr.apps.cli.figures import tell_figures
from tahr.apps.cli.tables import plain
from tahr.apps.data.writing import WRITTEN, write_columns
from tahr.apps.job.problems import wrong
from tahr.apps.runs.folder import find_run

SHOWN = 20
"""Rows that are printed for a person."""
LISTED = 10


def predict(
    run: str, data: str | None, output: Path | None, row: str | None, runs: Path, as_json: bool
) -> None:
    """Tells what a run has learned to tell.

    Args:
        run: the run.
        data: the source; `-` is standard input.
        output: a file to write.
        row: one row, as `a=1,b=x`.
        runs: the folder of runs.
        as_json: whether for a script rather than a person.

    Raises:
        JobError: there is no such run, or the data does not have what it needs.
    """
    if (data is None) == (row is None):
        raise wrong("expected either data, or one row by --row", "tahr predict")
    if output is not None and output.suffix not in WRITTEN:
        raise wrong(f"expected a name that ends in {', '.join(WRITTEN)}", output)
    folder = find_run(run, runs)
    from tahr.apps.runs import predicting

    if data == "-":
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "standard-input.csv"
            file.write_bytes(sys.stdin.buffer.read())
            found = predicting.predict(folder, file)
    else:
        found = predicting.predict(folder, data if data is not None else row_of(row or ""))
    for problem in found.problems[:LISTED]:
        sys.stderr.write(f"left out: {problem}\n")
    if len(found.problems) > LISTED:
        sys.stderr.write(f"left out: {len(found.problems) - LISTED:,} rows more\n")
    columns = {"row": found.lines, **found.columns}
    if output is not None:
        write_columns(output, columns)
        sys.stderr.write(f"{output}: {len(found.lines):,} rows\n")
        return
    if as_json:
        sys.stdout.write(json.dumps(found.rows(), default=float, indent=2) + "\n")
        return
    _show(columns)


def row_of(text: str) -> dict[str, str]:
    """Returns a row written as `a=1,b=x`.

    Raises:
        JobError: it is written otherwise.

    Example:
        >>> row_of("age=39, job=nurse")
        {'age': '39', 'job': 'nurse'}
    """
    found: dict[str, str] = {}
    for piece in text.split(","):
        name, equals, value = piece.partition("=")
        if not equals:
            raise wrong(f"expected NAME=VALUE, got {piece!r}", "--row")
        found[name.strip()] = value.strip()
    return found


def _show(columns: dict[str, Any]) -> None:
    console = plain()
    grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in columns:
        grid.add_column(name, overflow="ellipsis", no_wrap=True)
    rows = list(zip(*(values.tolist() for values in columns.values()), strict=True))
    shown = rows[:SHOWN] if console.is_terminal else rows
    for row in shown:
        cells = (f"{v:.4g}" if isinstance(v, float) else str(v) for v in row)
        grid.add_row(*(Text(cell) for cell in cells))
    console.print(grid)
    if len(shown) < len(rows):
        console.print(f"and {len(rows) - len(shown):,} rows more; -o out.csv writes all")


def evaluate(run: str, data: str, runs: Path, as_json: bool) -> None:
    """Prints how good a run's model is on data.

    Raises:
        JobError: as `predict`; or no target is known.
    """
    folder = find_run(run, runs)
    from tahr.apps.runs import predicting

    found = predicting.evaluate(folder, data)
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
        return
    tell_figures(plain(), {name: {"model": figures} for name, figures in found.items()})
