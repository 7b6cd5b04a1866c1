"""What becomes of each file: rewritten, as it should be, not of Keras, or not to be read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tahr.apps.upgrade import notebooks
from tahr.apps.upgrade.age import unreadable
from tahr.apps.upgrade.notes import Note
from tahr.apps.upgrade.paths import NoTextError, Text, read
from tahr.apps.upgrade.program import Upgraded, upgraded

OLD_MAC = re.compile(r"\r(?!\n)")


class State(StrEnum):
    """What became of a file."""

    CHANGED = "changed"
    TODAY = "up to date"
    OTHER = "without Keras"
    FAILED = "not read"


EMPTY = Text("", "utf-8")


@dataclass(frozen=True)
class Result:
    """What became of one file.

    Attributes:
        path: the file.
        state: what became of it.
        before: what stood there.
        after: what stands there, or would.
        notes: what is told of it.
        why: why it was not read.
    """

    path: Path
    state: State
    before: Text = EMPTY
    after: str = ""
    notes: tuple[Note, ...] = field(default=())
    why: str = ""

    @property
    def undecided(self) -> list[Note]:
        """The notes of what is left to do."""
        return [note for note in self.notes if note.undecided]

    def diff(self) -> Iterator[str]:
        """Yields the lines of a unified diff, each with its end."""
        before, after = (t.splitlines(keepends=True) for t in (self.before.text, self.after))
        name = str(self.path)
        for line in difflib.unified_diff(before, after, name, name):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def of(path: Path) -> Result:
    """Rewrites the program in a file, and leaves the file as it is.

    Args:
        path: a program or a notebook.
    """
    try:
        before = read(path)
        done = _rewritten(path, before.text)
    except (NoTextError, notebooks.NoNotebookError, UnreadableError) as error:
        return Result(path, State.FAILED, why=str(error))
    if not done.of_keras:
        return Result(path, State.OTHER, before, before.text)
    state = State.TODAY if done.text == before.text else State.CHANGED
    return Result(path, state, before, done.text, done.notes)


class UnreadableError(Exception):
    """A file holds no program of today's Python."""


def _rewritten(path: Path, text: str) -> Upgraded:
    if path.suffix == ".ipynb":
        return notebooks.upgraded(text, _program)
    why = unreadable(text) or (
        "its lines end as those of old Macs" if OLD_MAC.search(text) else None
    )
    if why is not None:
        raise UnreadableError(why)
    return _program(text)


def _program(text: str) -> Upgraded:
    try:
        done = upgraded(text)
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None
    why = unreadable(done.text) if done.text != text else None
    if why is not None:
        raise UnreadableError(f"what was written is no Python: {why}; it is left as it was")
    return done


def counted(results: Iterable[Result]) -> dict[State, int]:
    """Returns how many files there are of each state."""
    states = [result.state for result in results]
    return {state: states.count(state) for state in State}
