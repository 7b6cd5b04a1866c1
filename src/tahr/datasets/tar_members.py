"""Tar archives whose headers are read with distrust."""

import tarfile
from pathlib import Path
from typing import Any

LONGEST = 1 << 16
"""Bytes that a name, or what else stands before a member, may take."""
BEFORE = (
    tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)  # fmt: skip
"""Types of members that say something of the next one, and are read whole."""


class _Member(tarfile.TarInfo):
    """A member; one before it may be no longer than a name is."""

    def _proc_member(self, archive: tarfile.TarFile) -> Any:
        if self.type in BEFORE and self.size > LONGEST:
            raise tarfile.ReadError(f"a name of {self.size} bytes")
        return super()._proc_member(archive)  # type: ignore[misc]


def opened(path: Path, packing: str = "*") -> tarfile.TarFile:
    """Opens an archive.

    Args:
        path: the archive.
        packing: "gz", "bz2", "xz", "" for none, or "*" for any of these.

    Raises:
        tarfile.TarError: it is none.
    """
    mode: Any = f"r:{packing}"
    return tarfile.open(path, mode, tarinfo=_Member)


def is_archive(path: Path) -> bool:
    """Returns whether a file is a tar archive."""
    try:
        opened(path).close()
    except (tarfile.TarError, OSError, EOFError, ValueError):
        return False
    return True
