"""The one door for files: nothing else in Tahr opens a saved model.

A file is hostile until proven harmless. Nothing is extracted, imported, evaluated or
unpickled; only members of known names are read, and none before its size is known to be sane.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from tahr.core.errors import SavingError
from tahr.core.json_text import parse_object
from tahr.saving.hdf5 import Weights
from tahr.saving.part import Part, damaged

MIB = 1 << 20
CONFIG = "config.json"
METADATA = "metadata.json"
WEIGHTS = "model.weights.h5"
ASSETS = "assets/"
LIMITS = {CONFIG: 64 * MIB, METADATA: MIB}
FREE = {CONFIG: 4 * MIB, METADATA: MIB, WEIGHTS: 16 * MIB, ASSETS: 16 * MIB}
"""What a compressed member may grow to, whatever its size in the file."""
GROWTH = 50
"""How many times its size in the file a compressed member may have beyond that."""
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCAL_HEADER = struct.Struct("<4s22xHH")
ENCRYPTED, UTF_8 = 0x1, 0x800
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, OverflowError,
    NotImplementedError, struct.error,
)  # fmt: skip
"""What `zipfile` raises over a damaged archive."""


@dataclass(frozen=True)
class ModelFile:
    """What a model file holds.

    Args:
        config: the model's configuration.
        metadata: who wrote the file, and when.
        weights: the arrays; open as long as the file is.
        size: how many bytes the configuration takes in the file.
        assets: the texts that layers have in files of their own, such as vocabularies.
    """

    config: dict[str, Any]
    metadata: dict[str, Any]
    weights: Weights
    size: int
    assets: "Assets"

    @property
    def by_tahr(self) -> bool:
        """Whether Tahr wrote the file, rather than Keras."""
        return "tahr_version" in self.metadata


class Assets:
    """The texts under `assets/`, read when they are asked for; bounded, all together.

    Args:
        archive: the file.
        members: its members, by name.
        where: its name, for errors.
    """

    def __init__(
        self, archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], where: str
    ) -> None:
        self._archive, self._members, self._where = archive, members, where
        found = [info.compress_size for name, info in members.items() if name.startswith(ASSETS)]
        self._room = max(FREE[ASSETS], GROWTH * sum(found))

    def of(self, path: str) -> dict[str, str]:
        """Reads the texts of one layer, by the names of their files.

        Raises:
            SavingError: one is damaged, too long or no text.
        """
        folder = f"{ASSETS}{path}/"
        return {
            name.removeprefix(folder): self._text(info)
            for name, info in self._members.items()
            if name.startswith(folder) and "/" not in name.removeprefix(folder) and name != folder
        }

    def _text(self, info: zipfile.ZipInfo) -> str:
        content = _read(self._archive, info, self._where, self._room)
        self._room -= len(content)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise damaged(f"{self._where}, {info.filename}", error) from None


@contextmanager
def open_model(path: Path) -> Generator[ModelFile]:
    """Opens a `.keras` file.

    Raises:
        SavingError: it is none, or not harmless.
    """
    where = str(path)
    with ExitStack() as stack:
        file = stack.enter_context(opened(path))
        archive = stack.enter_context(_archive(file, where))
        members = _checked(archive, file, where)
        weights = _weights(archive, members, file, where)
        yield ModelFile(
            _json(archive, members, CONFIG, where),
            _json(archive, members, METADATA, where) if METADATA in members else {},
            stack.enter_context(closing(weights)),
            members[CONFIG].compress_size,
            Assets(archive, members, where),
        )


@contextmanager
def open_weights(path: Path) -> Generator[Weights]:
    """Opens the arrays in a `.weights.h5` file, or those in a `.keras` file.

    Raises:
        SavingError: it is none, or not harmless.
    """
    where = str(path)
    with ExitStack() as stack:
        file = stack.enter_context(opened(path))
        if path.suffix == ".keras":
            archive = stack.enter_context(_archive(file, where))
            weights = _weights(archive, _checked(archive, file, where), file, where)
        else:
            weights = Weights(file, where)
        yield stack.enter_context(closing(weights))


def opened(path: Path) -> BinaryIO:
    """Opens a file to read.

    Raises:
        SavingError: it cannot be read.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise SavingError("the file cannot be read", where=str(path), got=error.strerror) from None


def _archive(file: BinaryIO, where: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except BROKEN as error:
        raise SavingError(
            "this is no Keras model file, or one that was damaged or cut short",
            where=where,
            expected="a zip archive",
            got=str(error),
            todo="copy or download it again",
        ) from None


def _checked(archive: zipfile.ZipFile, file: BinaryIO, where: str) -> dict[str, zipfile.ZipInfo]:
    """Returns the members by name, all of them of known names."""
    members: dict[str, zipfile.ZipInfo] = {}
    left = file.seek(0, io.SEEK_END)
    for info in archive.infolist():
        name = info.filename
        inside = name.startswith(ASSETS) and ".." not in name and "\\" not in name
        if name not in (CONFIG, METADATA, WEIGHTS) and not inside:
            raise SavingError(
                "the archive holds something that no model file has",
                where=where,
                expected=f"{CONFIG}, {METADATA}, {WEIGHTS}, {ASSETS}",
                got=repr(name[:200]),
                todo="do not use this file unless you know where it comes from",
            )
        if name in members or info.flag_bits & ENCRYPTED:
            raise SavingError("a part is there twice, or is encrypted", where=where, got=name)
        if info.compress_type not in PACKINGS:
            raise SavingError(
                "a part is packed in a way that no model file is",
                where=where,
                expected="stored, or deflated",
                got=f"{name}, method {info.compress_type}",
                todo="pack the archive anew",
            )
        left -= info.compress_size
        stored = info.compress_type == zipfile.ZIP_STORED
        if left < 0 or (stored and info.file_size != info.compress_size):
            raise damaged(f"{where}, {name}", f"{info.compress_size} bytes are not there")
        members[name] = info
    for name in (CONFIG, WEIGHTS):
        if name not in members:
            raise SavingError(
                f"the archive has no {name}",
                where=where,
                got=", ".join(sorted(members)[:10]) or "an empty archive",
                todo="save the model again with save()",
            )
    _check_places(members, file, where)
    return members


def _check_places(members: dict[str, zipfile.ZipInfo], file: BinaryIO, where: str) -> None:
    """Raises where members share bytes, or something else stands before them."""
    end = 0
    for info in sorted(members.values(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise damaged(f"{where}, {info.filename}", "it shares its bytes with another part")
        if not end and info.header_offset:
            raise damaged(where, "something stands before the archive")
        end = _start(file, info, where) + info.compress_size


def _read(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, room: int | None = None
) -> bytes:
    """Reads a member that is no longer than it may be; its checksum is verified."""
    limit = max(FREE[info.filename], GROWTH * info.compress_size) if room is None else room
    limit = min(limit, LIMITS.get(info.filename, limit))
    if info.file_size > limit:
        raise SavingError(
            f"{info.filename} is too long to be what it claims to be",
            where=where,
            expected=f"at most {limit} bytes",
            got=f"{info.file_size} bytes from {info.compress_size} in the file",
            todo="do not use this file unless you know where it comes from",
        )
    try:
        with archive.open(info) as member:
            return member.read(limit)
    except BROKEN as error:
        raise damaged(f"{where}, {info.filename}", error) from None


def _json(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], name: str, where: str
) -> dict[str, Any]:
    info = members[name]
    text = _read(archive, info, where)
    return parse_object(text, f"{where}, {name}", info.compress_size)


def _weights(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], file: BinaryIO, where: str
) -> Weights:
    info = members[WEIGHTS]
    if info.compress_type == zipfile.ZIP_STORED:
        part = Part(file, _start(file, info, where), info.file_size, f"{where}, {info.filename}")
        part.check(info.CRC)
        return Weights(io.BufferedReader(part), where)  # type: ignore[arg-type]
    return Weights(io.BytesIO(_read(archive, info, where)), where)


def _start(file: BinaryIO, info: zipfile.ZipInfo, where: str) -> int:
    """Finds where the bytes of a member begin, behind its local header."""
    try:
        file.seek(info.header_offset)
        header = file.read(LOCAL_HEADER.size)
    except (OSError, ValueError) as error:
        raise damaged(f"{where}, {info.filename}", error) from None
    if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise damaged(f"{where}, {info.filename}", "no local header")
    _, length, extra = LOCAL_HEADER.unpack(header)
    if file.read(length) != _written_name(info):
        raise damaged(f"{where}, {info.filename}", "it has another name where it begins")
    return info.header_offset + LOCAL_HEADER.size + length + extra


def _written_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & UTF_8 else "cp437")
