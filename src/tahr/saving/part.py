"""A part of a file, read in place."""

import io
import zlib
from typing import Any, BinaryIO

from tahr.core.errors import SavingError


def damaged(where: str, got: object) -> SavingError:
    """Returns the error for a part of a file that cannot be read."""
    return SavingError(
        "this part of the file is damaged",
        where=where,
        got=str(got),
        todo="copy or download it again",
    )


class Part(io.RawIOBase):
    """A stretch of an open file as a file of its own, so that it need not be copied.

    Args:
        file: the open file.
        start: where the stretch begins, in bytes.
        size: how long it is, in bytes.
        where: its name, for errors.
    """

    def __init__(self, file: BinaryIO, start: int, size: int, where: str) -> None:
        super().__init__()
        if start + size > file.seek(0, io.SEEK_END):
            raise damaged(where, "it ends behind the end of the file")
        self._file = file
        self._start = start
        self._size = size
        self._where = where
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        wanted = max(0, min(len(view), self._size - self._at))
        self._file.seek(self._start + self._at)
        data = self._file.read(wanted)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)

    def check(self, checksum: int) -> None:
        """Raises unless the bytes have this CRC-32."""
        found = 0
        buffer = bytearray(1 << 20)
        while count := self.readinto(buffer):
            found = zlib.crc32(memoryview(buffer)[:count], found)
        self.seek(0)
        if found != checksum:
            raise damaged(self._where, "its checksum is another")
