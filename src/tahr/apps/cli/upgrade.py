"""`tahr upgrade`: programs in the spelling of Keras 3, and what is left to decide."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from tahr.core.extras import required

if TYPE_CHECKING:
    from tahr.apps.upgrade.notes import Note
    from tahr.apps.upgrade.results import Result

STYLES = {"+++": "bold", "---": "bold", "@": "cyan", "+": "green", "-": "red"}


def upgrade(paths: list[Path], write: bool, check: bool, as_json: bool) -> int:
    """Rewrites programs, or shows what would be rewritten.

    Args:
        paths: programs, notebooks and folders.
        write: whether the files are written.
        check: whether the exit status says that something is to be done.
        as_json: whether for a script rather than a person.

    Returns:
        An exit status: 1 where a file cannot be read, or by `check` where there is anything to do.

    Raises:
        ArgumentError: there is no such file or folder.
        MissingExtraError: libcst is not installed.
        SavingError: a file cannot be written.
    """
    required("libcst", "upgrade")
    from tahr.apps.upgrade import results
    from tahr.apps.upgrade.paths import programs, write as write_to

    found: list[Result] = []
    console = Console(highlight=False, soft_wrap=True)
    for path in programs(paths):
        result = results.of(path)
        found.append(result)
        if write and result.state == results.State.CHANGED:
            write_to(path, result.before, result.after)
        if not as_json:
            _show(console, result, write)
    if as_json:
        sys.stdout.write(json.dumps(_facts(found), indent=2) + "\n")
    else:
        _sum_up(console, found, write)
    failed = any(r.state == results.State.FAILED for r in found)
    to_do = any(r.state == results.State.CHANGED or r.undecided for r in found)
    return 1 if failed or (check and to_do) else 0


def _show(console: Console, result: Result, written: bool) -> None:
    if result.why:
        console.print(Text(f"{result.path}: {result.why}; it is left as it is", style="bold red"))
    elif written and result.after != result.before.text:
        console.print(Text(f"{result.path}: rewritten", style="bold"))
    else:
        for line in result.diff():
            style = next((s for sign, s in STYLES.items() if line.startswith(sign)), "")
            console.print(Text(line.rstrip("\r\n"), style=style))


def _sum_up(console: Console, found: Sequence[Result], written: bool) -> None:
    _list(console, "Left for you to decide", [(r, n) for r in found for n in r.undecided])
    others = [(r, n) for r in found for n in r.notes if not n.undecided]
    _list(console, "Good to know", others)
    console.print()
    console.print(Text(_summary(found, written), style="bold"))


def _list(console: Console, title: str, notes: Sequence[tuple[Result, Note]]) -> None:
    if not notes:
        return
    console.print()
    console.print(Text(f"{title}:", style="bold"))
    for result, note in notes:
        place = f"cell {note.cell}, line {note.line}" if note.cell else str(note.line)
        console.print(Text(f"  {result.path}:{place}: {note.what}: {note.why}"))
        if note.todo:
            console.print(Text(f"      {note.todo}", style="dim"))


def _summary(found: Sequence[Result], written: bool) -> str:
    from tahr.apps.upgrade.results import State, counted

    counts = counted(found)
    changed, failed = counts[State.CHANGED], counts[State.FAILED]
    parts = [f"{_files(changed)} {'rewritten' if written else 'to rewrite'}"]
    parts += [f"{counts[State.TODAY]} up to date"] if counts[State.TODAY] else []
    parts += [f"{counts[State.OTHER]} without Keras"] if counts[State.OTHER] else []
    parts += [f"{failed} not read"] if failed else []
    undecided = sum(len(result.undecided) for result in found)
    parts += [f"{undecided} left to decide"] if undecided else []
    end = "; nothing is written without --write" if changed and not written else ""
    return f"{', '.join(parts)}{end}."


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"


def _facts(found: Sequence[Result]) -> dict[str, object]:
    from tahr.apps.upgrade.results import counted

    files = [
        {
            "path": str(result.path),
            "state": str(result.state),
            "error": result.why or None,
            "diff": "".join(result.diff()),
            "notes": [asdict(note) for note in result.notes],
        }
        for result in found
    ]
    return {"files": files, "counts": {str(s): n for s, n in counted(found).items()}}
