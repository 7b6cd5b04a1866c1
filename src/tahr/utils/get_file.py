"""A file from the net, kept on disk, and unpacked where it is an archive."""

import shutil
import tarfile
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from tahr.core.config import keras_home
from tahr.core.errors import ArgumentError, DataError
from tahr.core.tracebacks import ends_at_user
from tahr.datasets.download import download, fetch

FORMATS = {"tar": tarfile.is_tarfile, "zip": zipfile.is_zipfile}


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
    """Gives a file, which is downloaded where it is not there yet.

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
        raise ArgumentError("a name without folders is needed", where="fname", got=repr(name))
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
    except (tarfile.TarError, zipfile.BadZipFile, OSError) as error:
        raise DataError("the archive cannot be unpacked", where=str(path), got=error) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _extract(path: Path, kind: str, target: Path) -> None:
    """Unpacks; both libraries keep what is in the archive inside the folder."""
    if kind == "tar":
        with tarfile.open(path) as archive:
            if hasattr(tarfile, "data_filter"):
                archive.extractall(target, filter="data")
            else:
                archive.extractall(target, _plain_members(archive, target))
        return
    with zipfile.ZipFile(path) as archive:
        archive.extractall(target)


def _plain_members(archive: tarfile.TarFile, target: Path) -> list[tarfile.TarInfo]:
    """Lists what is in an archive, for a Python (before 3.11.4) that does not look itself.

    Raises:
        tarfile.TarError: something in it is no file or folder, or lies outside of the target.
    """
    members = archive.getmembers()
    home = target.resolve()
    for member in members:
        inside = (home / member.name).resolve().is_relative_to(home)
        if not inside or not (member.isfile() or member.isdir()):
            raise tarfile.TarError(f"{member.name} does not stay inside the archive's folder")
    return members
