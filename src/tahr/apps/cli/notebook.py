"""The code of a notebook, cell by cell, without Jupyter."""

import ast
import json
import linecache
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahr.core.errors import ArgumentError

MAGIC = re.compile(r"(?P<indent>\s*)(?P<call>[%!?].*|.*\?)$")
CELL_MAGIC = re.compile(r"%%(?P<name>\w+)")
OF_PYTHON = frozenset({"capture", "time", "timeit", "prun", "python", "python3"})
"""Magics whose cell is Python all the same."""


@dataclass(frozen=True)
class Cell:
    """A cell of code.

    Args:
        number: of all cells, the first being 1.
        source: its text.
        left_out: the lines that are for Jupyter alone, by their number.
    """

    number: int
    source: str
    left_out: dict[int, str]


def cells(path: Path) -> list[Cell]:
    """Reads the cells of code, in order.

    Args:
        path: of a notebook.

    Raises:
        ArgumentError: it is none.
    """
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        listed = found["cells"] if "cells" in found else found["worksheets"][0]["cells"]
        pairs = [
            (number, _text(cell.get("source", cell.get("input", ""))))
            for number, cell in enumerate(listed, 1)
            if cell["cell_type"] == "code"
        ]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise ArgumentError(
            "this is no notebook", where=str(path), got=f"{type(error).__name__}: {error}"
        ) from None
    return [_cell(number, source) for number, source in pairs]


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _cell(number: int, source: str) -> Cell:
    """Takes out of a cell what is no Python, and leaves the other lines where they are."""
    lines, left_out = source.split("\n"), dict[int, str]()
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    whole = CELL_MAGIC.match(lines[first].strip())
    if whole is not None:
        left_out[first + 1] = lines[first].strip()
        lines = [""] * len(lines) if whole["name"] not in OF_PYTHON else _without(lines, first)
    while (at := _odd_line(lines)) is not None:
        left_out[at + 1] = lines[at].strip()
        indent = len(lines[at]) - len(lines[at].lstrip())
        lines[at] = f"{' ' * indent}pass"
    return Cell(number, "\n".join(lines), left_out)


def _without(lines: list[str], place: int) -> list[str]:
    return [*lines[:place], "", *lines[place + 1 :]]


def _odd_line(lines: list[str]) -> int | None:
    """Finds the line that is for Jupyter where the text, as it is, is no Python."""
    try:
        ast.parse("\n".join(lines))
    except SyntaxError as error:
        at = min(error.lineno or 1, len(lines)) - 1
        near = [at, *range(at - 1, -1, -1)]
        return next((n for n in near if MAGIC.match(lines[n])), None)
    return None


def told(path: Path, cell: Cell) -> Iterator[str]:
    """Returns a line about each thing in a cell that is for Jupyter alone."""
    for line, text in cell.left_out.items():
        yield f"{path.name}, cell {cell.number}, line {line}: {text} is Jupyter's, and left out\n"


def run(path: Path, namespace: dict[str, Any]) -> None:
    """Runs the cells in one namespace; what a cell ends in is printed, as a notebook shows it."""
    namespace.setdefault("display", display)
    for cell in cells(path):
        sys.stderr.writelines(told(path, cell))
        name = f"{path}, cell {cell.number}"
        linecache.cache[name] = (len(cell.source), None, cell.source.splitlines(True), name)
        for part in _parts(ast.parse(cell.source, name), cell.source):
            exec(compile(part, name, part_mode(part), dont_inherit=True), namespace)


def part_mode(part: ast.Module | ast.Interactive) -> str:
    """Returns how a part is compiled: what is interactive prints its value."""
    return "single" if isinstance(part, ast.Interactive) else "exec"


def _parts(tree: ast.Module, source: str) -> Iterator[ast.Module | ast.Interactive]:
    silent = source.rstrip().endswith(";")
    if not silent and tree.body and isinstance(tree.body[-1], ast.Expr):
        yield ast.Module(tree.body[:-1], tree.type_ignores)
        yield ast.Interactive([tree.body[-1]])
    else:
        yield tree


def display(*values: object) -> None:
    """Prints values, as `display` shows them in a notebook."""
    for value in values:
        sys.stdout.write(f"{value}\n")
