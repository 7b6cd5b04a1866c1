"""`tahr inspect`: what a file holds, without making or running any of it."""

import json
import sys
from pathlib import Path

from rich.table import Table as Grid
from rich.text import Text

from tahr.apps.cli.tables import plain
from tahr.saving.inspecting.files import inspect as looked_into
from tahr.saving.inspecting.report import FileReport

SHOWN = 60
"""Layers or arrays that are listed for a person."""


def inspect(path: Path, as_json: bool) -> None:
    """Says what a file holds.

    Args:
        path: the file.
        as_json: whether for a script rather than a person.

    Raises:
        SavingError: it cannot be read, or is not harmless.
    """
    found = looked_into(path)
    if as_json:
        sys.stdout.write(json.dumps(found.to_dict(), indent=2) + "\n")
        return
    _tell(found)


def _tell(found: FileReport) -> None:
    console = plain()
    writer = f", written by {harmless(found.written_by)}" if found.written_by else ""
    head = f"{found.path}: {found.kind}, {found.bytes:,} bytes{writer}"
    console.print(Text(head, "bold"))
    if found.model:
        console.print(Text(harmless(found.model)))
    if found.layers:
        rows = [(one.path, one.class_name) for one in found.layers]
        _list(("layer", "class"), rows)
    if found.arrays:
        console.print(f"{len(found.arrays):,} arrays, {found.numbers:,} numbers")
        sizes = [(a.name, " x ".join(map(str, a.shape)) or "one", a.dtype) for a in found.arrays]
        _list(("array", "shape", "dtype"), sizes)
    if found.optimizer:
        console.print(Text(f"optimizer: {harmless(found.optimizer)}"))
    for warning in found.warnings:
        console.print(Text.assemble(("! ", "yellow"), harmless(warning)))
    if found.opens_with:
        console.print(Text(f"opens with {harmless(found.opens_with)}", "dim"))


def _list(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    console = plain()
    grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in head:
        grid.add_column(name, overflow="ellipsis", no_wrap=True)
    for row in rows[:SHOWN]:
        grid.add_row(*(Text(harmless(cell)) for cell in row))
    console.print(grid)
    if len(rows) > SHOWN:
        console.print(f"and {len(rows) - SHOWN:,} more; --json lists all", style="dim")


def harmless(text: str) -> str:
    """Returns a text from a file without what could steer a terminal.

    Example:
        >>> harmless("a\\x1b[2Jb")
        'a?[2Jb'
    """
    return "".join(letter if letter.isprintable() else "?" for letter in text)
