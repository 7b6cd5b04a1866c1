"""`tahr init` and `tahr advise`: what data holds, and a job that learns from it."""

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from tahr.apps.cli.tables import plain
from tahr.apps.data.columns import ColumnProfile
from tahr.apps.data.profile import Profile
from tahr.apps.job.decisions import Decision
from tahr.apps.job.problems import wrong
from tahr.apps.job.settling import settle
from tahr.apps.job.starting import start_job
from tahr.apps.job.writing import commented
from tahr.core.files import atomic_write

SHOWN = 40
"""Columns that are listed one by one."""


def init(data: str, targets: list[str], output: Path, force: bool, as_json: bool) -> None:
    """Writes a job for data, and says what it holds.

    Args:
        data: the source.
        targets: the columns to tell.
        output: the job's file.
        force: whether it may replace one that is there.
        as_json: whether for a script rather than a person.

    Raises:
        JobError: the data cannot be read, or there is a job already.
    """
    if output.exists() and not force:
        raise wrong("there is a job already: choose another --output, or say --force", output)
    job, _, profile, why = start_job(data, targets, output.parent)
    text = commented(job)
    output.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(output) as file:
        file.write(text.encode())
    if as_json:
        facts = {"job": str(output), "targets": [f.name for f in job.outputs], **profile.to_dict()}
        sys.stdout.write(json.dumps(facts, indent=2, default=str) + "\n")
        return
    console = plain()
    _tell(console, profile)
    told = ", ".join(f"{f.name} ({f.type})" for f in job.outputs)
    console.print(Text.assemble("It is to tell ", (told, "bold"), f": {why}."))
    console.print(f"Written: {output}. Next: tahr train" + _other(output))


def _other(output: Path) -> str:
    return "" if output == Path("tahr.yaml") else f" {output}"


def _tell(console: Console, profile: Profile) -> None:
    parts = "".join(f", {part} {rows:,}" for part, rows in profile.parts)
    console.print(Text(f"{profile.source}: {profile.rows:,} rows{parts}", "bold"))
    grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("column", "type", "missing", "values"):
        grid.add_column(name, overflow="ellipsis", no_wrap=True)
    for column in profile.columns[:SHOWN]:
        missing = f"{column.missing / max(profile.rows, 1):.1%}" if column.missing else ""
        grid.add_row(Text(column.name), column.type, missing, Text(_values(column)))
    console.print(grid)
    if len(profile.columns) > SHOWN:
        console.print(f"and {len(profile.columns) - SHOWN} columns more")
    for warned in profile.warnings:
        place = f"{warned.column}: " if warned.column else ""
        console.print(Text.assemble(("! ", "yellow"), f"{place}{warned.says}"))


def _values(column: ColumnProfile) -> str:
    if column.shape:
        return " x ".join(map(str, column.shape))
    if column.type == "number" and column.low is not None:
        return f"{column.low:g} to {column.high:g}, mean {column.mean:.4g}"
    shown = ", ".join(column.examples[:3])
    return f"{column.distinct:,}: {shown}"


def advise(data: str, targets: list[str], as_json: bool) -> None:
    """Says which choices suit data, and why.

    Args:
        data: the source.
        targets: the columns to tell.
        as_json: whether for a script rather than a person.

    Raises:
        JobError: the data cannot be read.
    """
    job, table, profile, _ = start_job(data, targets, Path.cwd())
    _, decisions = settle(job, table, profile)
    if as_json:
        found = [decision.to_dict() for decision in decisions.made]
        sys.stdout.write(json.dumps(found, indent=2, default=str) + "\n")
        return
    console = plain()
    _tell(console, profile)
    console.print()
    show_decisions(console, decisions.made)


def show_decisions(console: Console, made: list[Decision]) -> None:
    """Prints choices, each with its reason."""
    grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim")
    grid.add_column("field", no_wrap=True)
    grid.add_column("choice", overflow="ellipsis", no_wrap=True, max_width=32)
    grid.add_column("why")
    for decision in made:
        grid.add_row(decision.field, Text(_brief(decision.value)), Text(decision.why))
    console.print(grid)


def _brief(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
