"""What the two CIFAR data sets share: archives of records, a few label bytes and one picture.

The binary version of the archives is read, which holds the same pictures in the same order as
the pickled one.
"""

import tarfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tahr.core.config import image_data_format
from tahr.core.errors import DataError
from tahr.datasets import tar_members
from tahr.datasets.reading import Split, most_of

PICTURE = (3, 32, 32)
SIZE = 3072
BROKEN = (
    tarfile.TarError, OSError, EOFError, KeyError, ValueError, MemoryError, zlib.error,
)  # fmt: skip
"""What reading an archive that is not what it seems can raise."""
LARGEST = 1 << 28
"""Bytes; no archive holds more, even a large one."""


def read(path: Path, members: Sequence[str], labels: int, wanted: int = 0) -> Split:
    """Reads pictures and labels from an archive.

    Args:
        path: the archive.
        members: files in it, in order.
        labels: label bytes in front of each picture.
        wanted: which of them to give.

    Returns:
        uint8 pictures (n, 32, 32, 3), or (n, 3, 32, 32) where channels come first, and labels
        (n, 1).

    Raises:
        DataError: the archive cannot be read.
    """
    try:
        with tar_members.opened(path, "gz") as archive:
            room = min(LARGEST, most_of(path))
            content = b"".join(_member(archive, name, room // len(members)) for name in members)
    except (
        tarfile.TarError,
        OSError,
        EOFError,
        KeyError,
        ValueError,
        MemoryError,
        zlib.error,
    ) as error:
        raise DataError("the archive cannot be read", where=str(path), got=error) from None
    if len(content) % (SIZE + labels):
        raise DataError("the archive holds broken records", where=str(path))
    records = np.frombuffer(content, np.uint8).reshape(-1, SIZE + labels)
    pictures = records[:, labels:].reshape(-1, *PICTURE)
    if image_data_format() == "channels_last":
        pictures = pictures.transpose(0, 2, 3, 1)
    return np.ascontiguousarray(pictures), records[:, wanted : wanted + 1].copy()


def _member(archive: tarfile.TarFile, name: str, room: int) -> bytes:
    info = archive.getmember(name)
    file = archive.extractfile(info) if info.isreg() and info.size <= room else None
    if file is None:
        raise KeyError(f"{name} is no plain file")
    return file.read()
