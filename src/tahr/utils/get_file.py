"""A file from the net, kept on disk, and unpacked where it is an archive."""

import lzma
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tahr.core.config import keras_home
from tahr.core.errors import ArgumentError, DataError, told
from tahr.core.tracebacks import ends_at_user
from tahr.datasets import tar_members
from tahr.datasets.download import download, fetch

FREE = 1 << 26
"""Bytes that any archive may grow to."""
GROWTH = 100
"""How many times its own size it may have beyond that."""
FEW = 10_000
"""Files that may be in any archive."""
EACH = 128
"""Bytes of an archive for each more."""
BROKEN = (
    tarfile.TarError, zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error,
    lzma.LZMAError, OverflowError, NotImplementedError, MemoryError,
)  # fmt: skip
"""What unpacking an archive that is not what it seems can raise."""
NOWHERE = ("\\", "\0", ":/", ":\\")
"""What no name in an archive has on one system, and means another place on the next."""
FORMATS = {"tar": tar_members.is_archive, "zip": zipfile.is_zipfile}


class Room(NamedTuple):
    """How many bytes and files an archive may hold."""

    bytes: int
    files: int


@ends_at_user
def get_file(
    fname: str | Path | None = None,
    origin: str | None = None,
    untar: bool = False,
    md5_hash: str | None = None,
    file_hash: str | None = None,
    cache_subdir: str = "datasets",
    hash_algorithm: str = "auto",
    extract: bool = False,
    archive_format: str | list[str] | None = "auto",
    cache_dir: str | Path | None = None,
    force_download: bool = False,
) -> str:
    """Returns a file, which is downloaded where it is not there yet.

    Args:
        fname: its name on disk; the one in the address by default.
        origin: the address.
        untar: whether it is a tar archive to be unpacked.
        md5_hash: older name of `file_hash`.
        file_hash: its SHA-256 or MD5 in hexadecimal.
        cache_subdir: the folder in `cache_dir`.
        hash_algorithm: told by the length of `file_hash`.
        extract: whether it is an archive to be unpacked.
        archive_format: "tar", "zip", a list of these, "auto" for any, or None for no archive.
        cache_dir: `KERAS_HOME`, or `~/.keras`, by default.
        force_download: whether to download what is there already.

    Returns:
        The path of the file, or of the folder it was unpacked into.

    Raises:
        ArgumentError: there is no address, or the name holds a folder.
        DataError: it cannot be downloaded or unpacked.
    """
    if origin is None:
        raise ArgumentError("the address is missing", where="origin")
    name = str(fname or Path(urlsplit(origin).path).name)
    if not name or Path(name).name != name:
        raise ArgumentError("a name without folders is needed", where="fname", got=told(name))
    folder = Path(cache_dir or keras_home()).expanduser() / cache_subdir
    unpacks = extract or untar
    stem = name.partition(".")[0] if fname else name
    kept = fname is not None and "." in name
    path = folder / (f"{name}_archive" if unpacks and not kept else name)
    digest = file_hash or md5_hash
    if force_download:
        download(origin, path, digest)
    else:
        fetch(path.resolve(), origin, digest)
    if not unpacks:
        return str(path)
    target = folder / (f"{stem}_extracted" if kept else name)
    if force_download or not target.exists():
        _unpack(path, target, "tar" if untar else archive_format)
    return str(target)


def _unpack(path: Path, target: Path, formats: str | list[str] | None) -> None:
    """Unpacks an archive beside its place, and moves it there when it is whole."""
    wanted = (
        list(FORMATS) if formats == "auto" else [formats] if isinstance(formats, str) else formats
    )
    kind = next((f for f in wanted or () if f in FORMATS and FORMATS[f](path)), None)
    if kind is None:
        raise DataError("this is no archive that can be unpacked", where=str(path))
    temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        _extract(path, kind, temporary)
        shutil.rmtree(target, ignore_errors=True)
        temporary.replace(target)
    except BROKEN as error:
        raise DataError("the archive cannot be unpacked", where=str(path), got=error) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _extract(path: Path, kind: str, target: Path) -> None:
    """Unpacks plain files and folders that stay inside a folder, and not more than is sane."""
    size = path.stat().st_size
    room = Room(size * GROWTH + FREE, size // EACH + FEW)
    if kind == "tar":
        with tar_members.opened(path) as archive:
            members = _plain_members(archive, room)
            if hasattr(tarfile, "data_filter"):
                archive.extractall(target, members, filter="data")
            else:
                archive.extractall(target, members)
        return
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        _check_room(len(infos), sum(info.file_size for info in infos), room)
        for info in infos:
            if stat.S_ISLNK(info.external_attr >> 16):
                raise zipfile.BadZipFile(f"{info.filename} is a link")
        _check_names([info.orig_filename for info in infos])
        archive.extractall(target)


def _check_room(count: int, size: int, room: Room) -> None:
    if size > room.bytes or count > room.files:
        raise OSError(f"it would grow to {size} bytes in {count} files")


def _check_names(names: list[str]) -> None:
    """Raises where a file would not stay inside the folder, or would replace another.

    Links are refused, so the names alone say where a file goes.
    """
    for name in names:
        parts = name.split("/")
        if not parts[0] or ".." in parts or any(mark in name for mark in NOWHERE):
            raise OSError(f"{name!r} does not stay inside the archive's folder")
    if len({name.rstrip("/") for name in names}) < len(names):
        raise OSError("a file is in it twice")


def _plain_members(archive: tarfile.TarFile, room: Room) -> list[tarfile.TarInfo]:
    """Lists what is in an archive; links and devices have no place in one of data.

    Raises:
        tarfile.TarError: something in it is no file or folder.
        OSError: something lies outside of the folder, is there twice, or it is too much.
    """
    members: list[tarfile.TarInfo] = []
    size = 0
    for member in archive:
        size += member.size
        _check_room(len(members), size, room)
        if not (member.isfile() or member.isdir()) or member.issparse():
            raise tarfile.TarError(f"{member.name} is no plain file or folder")
        members.append(member)
    _check_names([member.name for member in members])
    return members
