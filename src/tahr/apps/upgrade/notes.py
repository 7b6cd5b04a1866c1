"""What a rewriting tells: what it could not decide, and what it took for granted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Note:
    """One remark about a place in a program.

    Attributes:
        line: the line it is about, in the program as it was.
        what: the code or the name.
        why: what is the matter.
        todo: what the user can do.
        undecided: whether something is left to do; otherwise it is only good to know.
        cell: the number of the cell, in a notebook.
    """

    line: int
    what: str
    why: str
    todo: str = ""
    undecided: bool = True
    cell: int | None = None
