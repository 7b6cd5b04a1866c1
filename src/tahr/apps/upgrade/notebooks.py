"""Notebooks: the code of their cells is rewritten as one program, all else stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tahr.apps.upgrade.age import unreadable
from tahr.apps.upgrade.notes import Note
from tahr.apps.upgrade.program import Upgraded

CELL = "__tahr_cell__({})"
BORDER = re.compile(r"^__tahr_cell__\((\d+)\)[ \t]*$", re.MULTILINE)
KEPT = "pass  # __tahr_line__ {}"
LINE = re.compile(r"^(?P<space>[ \t]*)pass  # __tahr_line__ (?P<number>\d+)$", re.MULTILINE)
MAGIC = re.compile(r"^[ \t]*(?:[%!?].*|.*\?\??[ \t]*|[\w., \t]+=[ \t]*[%!].*)$")
PYTHON_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")


class NoNotebookError(Exception):
    """A file is no notebook."""


def upgraded(text: str, rewrite: Callable[[str], Upgraded]) -> Upgraded:
    """Returns a notebook whose code is of today.

    Args:
        text: the file.
        rewrite: what rewrites a program.

    Raises:
        NoNotebookError: it is no notebook.
    """
    cells = _cells(text)
    lines: list[str] = []
    parts = {number: _masked(_source(cell), lines) for number, cell in cells.items()}
    notes = [
        Note(1, f"cell {n}", why, "it is left as it is", cell=n)
        for n, part in parts.items() if part is not None and (why := unreadable(part))
    ]  # fmt: skip
    bad = {note.cell for note in notes}
    good = {n: part for n, part in parts.items() if part is not None and n not in bad}
    if not good:
        return Upgraded(text, of_keras=False)
    whole = "\n".join(f"{CELL.format(n)}\n{part}" for n, part in good.items())
    done = rewrite(whole)
    if not done.of_keras:
        return Upgraded(text, of_keras=False)
    starts = {int(m[1]): whole.count("\n", 0, m.start()) + 1 for m in BORDER.finditer(whole)}
    told = [*notes, *(_in_cell(note, starts) for note in done.notes)]
    changed = {n: code for n, code in _split(done.text).items() if code != good[n]}
    result = text
    for number, code in changed.items():
        result = _replaced(result, cells[number], _unmasked(code, lines))
    return Upgraded(result, tuple(sorted(told, key=lambda note: (note.cell or 0, note.line))))


def _cells(text: str) -> dict[int, dict[str, Any]]:
    """Returns the cells with code by their numbers among all cells, from 1."""
    try:
        cells = json.loads(text)["cells"]
        found = {n: cell for n, cell in enumerate(cells, 1) if cell["cell_type"] == "code"}
        if not all(isinstance(_source(cell), str) for cell in found.values()):
            raise TypeError("a cell holds no text")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NoNotebookError(f"it is no notebook: {error or type(error).__name__}") from error
    return found


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _masked(code: str, lines: list[str]) -> str | None:
    """Returns a cell's code with its magics put aside; None where it is no Python at all."""
    first = code.lstrip().partition("\n")[0]
    if first.startswith("%%") and not first.startswith(PYTHON_MAGICS):
        return None
    if unreadable(code) is None:
        return code
    return "\n".join(_line(line, lines) for line in code.split("\n"))


def _line(line: str, lines: list[str]) -> str:
    if not MAGIC.match(line) or line.lstrip().startswith("#"):
        return line
    lines.append(line)
    space = line[: len(line) - len(line.lstrip())]
    return f"{space}{KEPT.format(len(lines) - 1)}"


def _unmasked(code: str, lines: list[str]) -> str:
    return LINE.sub(lambda found: lines[int(found["number"])], code)


def _split(whole: str) -> dict[int, str]:
    borders = list(BORDER.finditer(whole))
    ends = [*(border.start() - 1 for border in borders[1:]), len(whole)]
    return {
        int(border[1]): whole[border.end() + 1 : end]
        for border, end in zip(borders, ends, strict=True)
    }


def _in_cell(note: Note, starts: dict[int, int]) -> Note:
    number = max((n for n, start in starts.items() if start < note.line), default=min(starts))
    return replace(note, cell=number, line=max(note.line - starts[number], 1))


def _replaced(text: str, cell: dict[str, Any], code: str) -> str:
    """Puts code into the text of a file in the place of a cell's, and leaves all else as it is.

    The source of a cell is looked for as JSON writes it, in the forms that notebooks have it.
    """
    source = cell["source"]
    new = code if isinstance(source, str) else code.splitlines(keepends=True)
    for before, after in _forms(source, new):
        if text.count(before) >= 1:
            return text.replace(before, after, 1)
    return _written(text, cell, new)


def _forms(source: str | list[str], new: str | list[str]) -> list[tuple[str, str]]:
    """Returns the source and its successor as JSON may have them."""
    forms: list[tuple[str, str]] = []
    for ascii_only in (False, True):
        for indent in (None, 0, 1, 2, 4):
            for depth in range(6):
                before, after = (_json(s, ascii_only, indent, depth) for s in (source, new))
                forms.append((f'"source": {before}', f'"source": {after}'))
                forms.append((f'"source":{before}', f'"source":{after}'))
    return forms


def _json(source: str | list[str], ascii_only: bool, indent: int | None, depth: int) -> str:
    text = json.dumps(source, ensure_ascii=ascii_only, indent=indent)
    return text.replace("\n", "\n" + " " * ((indent or 0) * depth))


def _written(text: str, cell: dict[str, Any], new: str | list[str]) -> str:
    """Writes the whole notebook anew, where a cell is written as nobody else does."""
    notebook = json.loads(text)
    for other in notebook["cells"]:
        if other == cell:
            other["source"] = new
            break
    end = "\n" if text.endswith("\n") else ""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + end
