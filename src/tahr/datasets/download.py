"""Files of data sets: the one on disk, or else a verified download.

A file on disk is never deleted or replaced. A download goes to a temporary file, is checked,
and only then gets its name, so that a broken one leaves nothing behind.
"""

import hashlib
import logging
import os
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.progress import wrap_file

from tahr.core.config import keras_home
from tahr.core.errors import DataError

LOGGER = logging.getLogger("tahr")
CHUNK = 1 << 20
TIMEOUT = 60.0


def folder() -> Path:
    """Returns where data sets are kept: `KERAS_HOME/datasets`, or `~/.keras/datasets`."""
    return keras_home() / "datasets"


def fetch(name: str | Path, url: str, digest: str | None = None) -> Path:
    """Returns a file, which is downloaded where it is not there yet.

    Args:
        name: a path, looked up in the folder of data sets.
        url: where it comes from.
        digest: the SHA-256 or MD5 of its content in hexadecimal; unchecked where None.

    Returns:
        Its path.

    Raises:
        DataError: it cannot be downloaded, or something else came.
    """
    path = folder() / Path(name).expanduser()
    if not path.is_file():
        download(url, path, digest)
    elif digest is not None and digest_of(path, digest) != digest:
        LOGGER.warning("%s is not the official file (another checksum); it is used as it is", path)
    return path


def digest_of(path: Path, like: str) -> str:
    """Returns a file's checksum, by the algorithm that makes ones of this length."""
    hasher = _hasher(like)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            hasher.update(chunk)
    return hasher.hexdigest()


def download(url: str, path: Path, digest: str | None = None) -> None:
    """Downloads a file.

    Args:
        url: where it comes from.
        path: where it goes; its folder is made.
        digest: what its checksum must be; unchecked where None.

    Raises:
        DataError: it cannot be downloaded, or something else came.
    """
    try:
        with _becoming(path) as file:
            found = _receive(url, file, digest)
            if digest is not None and found != digest:
                raise DataError(
                    "the download is not what it should be", where=url, expected=digest, got=found
                )
    except (OSError, HTTPException) as error:
        raise DataError(
            "the file cannot be downloaded",
            where=url,
            got=getattr(error, "reason", error),
            todo=f"put the file there yourself: {path}",
        ) from None


@contextmanager
def _becoming(path: Path) -> Iterator[IO[bytes]]:
    """Returns a file that takes a place only when all has been written without an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _receive(url: str, file: IO[bytes], digest: str | None) -> str:
    hasher = _hasher(digest or "")
    console = Console(stderr=True)
    request = urllib.request.Request(url, headers={"User-Agent": "tahr"})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
        total = int(response.headers.get("Content-Length") or 0)
        name = f"Downloading {url.rpartition('/')[2]}"
        hidden = not console.is_terminal
        with wrap_file(response, total, description=name, console=console, disable=hidden) as body:
            received = 0
            while chunk := body.read(CHUNK):
                received += len(chunk)
                hasher.update(chunk)
                file.write(chunk)
    if received < total:
        raise ConnectionError(f"it broke off after {received} of {total} bytes")
    return hasher.hexdigest()


def _hasher(like: str) -> "hashlib._Hash":
    return hashlib.md5(usedforsecurity=False) if len(like) == 32 else hashlib.sha256()
