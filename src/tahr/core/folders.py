"""Folders that are whole or not there: written beside their place, then moved into it."""

import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tahr.core.errors import SavingError


@contextmanager
def atomic_folder(path: str | Path, mark: str) -> Generator[Path]:
    """Returns a new folder to fill, which takes its place when the block ends well.

    Args:
        path: where the folder goes.
        mark: a file that only folders of this kind hold; one with it in it may be replaced.

    Raises:
        SavingError: something else is there, or it cannot be written.

    Example:
        >>> import tempfile
        >>> place = Path(tempfile.mkdtemp()) / "net"
        >>> with atomic_folder(place, "mark") as folder:
        ...     _ = (folder / "mark").write_text("whole")
        >>> (place / "mark").read_text()
        'whole'
    """
    place = Path(path)
    if place.exists() and not (place / mark).is_file() and not _is_empty(place):
        raise SavingError(
            "something else is there, which is not to be overwritten",
            where=str(path),
            expected=f"no folder, or one with a {mark} in it",
            todo="choose another path",
        )
    beside = place.with_name(f".{place.name[:80]}.{secrets.token_hex(6)}.part")
    before = beside.with_suffix(".before")
    try:
        beside.mkdir()
        yield beside
        if place.exists():
            place.rename(before)
        beside.rename(place)
    except OSError as error:
        if before.exists() and not place.exists():
            before.rename(place)
        raise SavingError(
            "the folder cannot be written", where=str(path), got=error.strerror or str(error)
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(before, ignore_errors=True)


def _is_empty(place: Path) -> bool:
    return place.is_dir() and not any(place.iterdir())
