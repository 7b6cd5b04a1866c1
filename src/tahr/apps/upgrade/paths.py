"""Programs in files and folders: which there are, how they are read, and how they are written."""

from __future__ import annotations

import io
import os
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tahr.core.errors import ArgumentError
from tahr.core.files import atomic_write

ENDS = (".py", ".ipynb")
LARGEST = 5_000_000
"""Bytes beyond which no person wrote a program."""
PASSED_OVER = frozenset({
    "__pycache__", "__pypackages__", "build", "dist", "env", "node_modules", "site-packages",
    "venv",
})  # fmt: skip


class NoTextError(Exception):
    """What stands in a file is no text that can be read."""


@dataclass(frozen=True)
class Text:
    """What a file holds.

    Attributes:
        text: with its ends of lines as they are.
        encoding: how it is written down.
    """

    text: str
    encoding: str


def programs(given: list[Path]) -> Iterator[Path]:
    """Goes through the programs and notebooks that paths name; those in folders in order.

    Hidden folders, environments and what they install are passed over, and so are links to folders.

    Args:
        given: files, which are taken whatever they are called, and folders.

    Raises:
        ArgumentError: there is no such file or folder.
    """
    seen: set[Path] = set()
    for path in given:
        if not path.exists():
            raise ArgumentError(
                "there is no such file or folder", where=str(path),
                todo="give a program, a notebook, or a folder: tahr upgrade program.py",
            )  # fmt: skip
        for found in _inside(path) if path.is_dir() else (path,):
            if found.resolve() not in seen:
                seen.add(found.resolve())
                yield found


def _inside(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(f for f in folders if not _is_passed_over(here / f))
        yield from (here / name for name in sorted(names) if _is_program(here / name))


def _is_passed_over(folder: Path) -> bool:
    hidden = folder.name.startswith(".") or folder.name in PASSED_OVER
    return hidden or folder.is_symlink() or (folder / "pyvenv.cfg").exists()


def _is_program(path: Path) -> bool:
    return path.suffix in ENDS and not path.name.startswith(".") and path.is_file()


def read(path: Path) -> Text:
    """Reads a program.

    Args:
        path: the file.

    Raises:
        NoTextError: it is too large, or no text.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise NoTextError(f"it is larger than {LARGEST // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise NoTextError(f"it cannot be read: {error.strerror}") from error
    if b"\0" in data:
        raise NoTextError("it is no text")
    try:
        encoding = "utf-8"
        if path.suffix != ".ipynb":
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return Text(data.decode(encoding), encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise NoTextError(f"it is no text: {error}") from error


def write(path: Path, before: Text, text: str) -> None:
    """Writes a program in the place of what it was, whole or not at all.

    Args:
        path: the file; its permissions stay.
        before: what stood there.
        text: what is to stand there.

    Raises:
        SavingError: it cannot be written; the file is as it was.
    """
    data = text.encode(before.encoding)
    with atomic_write(path) as file:
        file.write(data)
