"""Files that are whole or not there: written beside their place, then moved into it."""

import errno
import io
import os
import secrets
import shutil
import sys
import traceback
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from tahr.core.errors import SavingError

UNFINISHED = ".part"
"""How the name of a file ends while it is written."""

ADVICE = {
    errno.ENOSPC: "free some space on the disk, or save somewhere else",
    errno.EDQUOT: "free some of your quota, or save somewhere else",
    errno.ENOENT: "make the folder first",
    errno.ENOTDIR: "choose a path inside a folder",
    errno.EACCES: "choose a folder you may write to",
    errno.EPERM: "choose a folder you may write to",
    errno.EROFS: "choose a disk that can be written to",
    errno.EISDIR: "choose the path of a file",
}


def may_write(path: str | Path, overwrite: bool = True) -> None:
    """Raises where a file must not be replaced.

    Where a person sits at a terminal, they are asked.

    Args:
        path: the file.
        overwrite: whether a file that is there may be replaced.

    Raises:
        SavingError: there is a file, or something that is none.
    """
    found = Path(path)
    if not found.exists():
        return
    if not found.is_file():
        raise SavingError("this is no file", where=str(path), todo="choose the path of a file")
    if overwrite or _agreed(f"{path} exists. Replace it? [y/n] "):
        return
    raise SavingError(
        "the file exists, and is not to be overwritten",
        where=str(path),
        todo="pass overwrite=True, or choose another path",
    )


def _agreed(question: str) -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and input(question).strip().lower() == "y"


@contextmanager
def atomic_write(path: str | Path, overwrite: bool = True) -> Generator[BinaryIO]:
    """Opens a file to write; it takes its place when the block ends well, and not before.

    What stood there before is untouched until then, and stays where anything fails.

    Args:
        path: the file; a link is followed.
        overwrite: whether a file that is there may be replaced.

    Raises:
        SavingError: it cannot be written, or must not be replaced.

    Example:
        >>> import tempfile
        >>> place = Path(tempfile.mkdtemp()) / "note"
        >>> with atomic_write(place) as file:
        ...     _ = file.write(b"whole")
        >>> place.read_bytes()
        b'whole'
    """
    may_write(path, overwrite)
    with writing(path, keeps=True):
        yield from _written_beside(path)


@contextmanager
def lent(content: io.BytesIO) -> Generator[memoryview]:
    """Lends what a buffer holds, and has it back even where writing it fails.

    What was writing it keeps views of its own for as long as the error is known.

    Args:
        content: the buffer.

    Example:
        >>> with lent(io.BytesIO(b"whole")) as view:
        ...     view.nbytes
        5
    """
    with content.getbuffer() as view:
        try:
            yield view
        except BaseException as error:
            for known in _chain(error):
                traceback.clear_frames(known.__traceback__)
            raise


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yields an error and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@contextmanager
def writing(path: str | Path, keeps: bool = False) -> Generator[None]:
    """Turns what the system says of a file that cannot be written into an error of Tahr's.

    Args:
        path: the file or folder, for the error.
        keeps: whether what stood there before is untouched.

    Raises:
        SavingError: it cannot be written.

    Example:
        >>> import pytest, tempfile
        >>> place = Path(tempfile.mkdtemp()) / "none" / "note"
        >>> with pytest.raises(SavingError, match="cannot be written"), writing(place):
        ...     place.touch()
    """
    try:
        yield
    except OSError as error:
        raise _failed(path, error, keeps) from error


def _written_beside(path: str | Path) -> Iterator[BinaryIO]:
    place = Path(os.path.realpath(path))
    beside = place.with_name(f".{place.name[:80]}.{secrets.token_hex(6)}{UNFINISHED}")
    try:
        with beside.open("xb+") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, beside)
        beside.replace(place)
        _sync_folder(place.parent)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Makes the move itself last; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _failed(path: str | Path, error: OSError, keeps: bool) -> SavingError:
    stands = keeps and Path(path).exists()
    kept = "; the file that was there is as it was" if stands else ""
    return SavingError(
        f"the file cannot be written{kept}",
        where=str(path),
        got=error.strerror or str(error),
        todo=ADVICE.get(error.errno or 0),
    )
