"""Files of data sets: the one on disk, or else a verified download.

A file on disk is never deleted or replaced. A download goes to a temporary folder, is checked,
and only then gets its name, so that a broken one leaves nothing behind.
"""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from rich.console import Console
from rich.progress import Progress

from tahr.core.config import keras_home
from tahr.core.errors import DataError

LOGGER = logging.getLogger("tahr")
CHUNK = 1 << 20
TIMEOUT = 60.0
MD5 = 32
"""Hexadecimal digits of an MD5 checksum; any other is SHA-256."""


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
    import pooch

    return pooch.file_hash(str(path), alg="md5" if len(like) == MD5 else "sha256")


def download(url: str, path: Path, digest: str | None = None) -> None:
    """Downloads a file.

    Args:
        url: where it comes from.
        path: where it goes; its folder is made.
        digest: what its checksum must be; unchecked where None.

    Raises:
        DataError: it cannot be downloaded, or something else came.
    """
    import pooch

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as beside,
            _quiet(),
            _downloader(url) as downloader,
        ):
            came = Path(pooch.retrieve(url, None, path.name, beside, downloader=downloader))
            found = digest and digest_of(came, digest)
            if found == digest:
                came.replace(path)
    except (OSError, ValueError) as error:
        raise DataError(
            "the file cannot be downloaded",
            where=url,
            got=getattr(error, "reason", error),
            todo=f"put the file there yourself: {path}",
        ) from None
    if found != digest:
        raise DataError(
            "the download is not what it should be", where=url, expected=digest, got=found
        )


@contextmanager
def _downloader(url: str) -> Iterator[Callable[..., Any] | None]:
    """Returns what brings an address to a file; None for what pooch chooses by itself."""
    from pooch import HTTPDownloader

    scheme = urlsplit(url).scheme
    if scheme not in ("http", "https"):
        yield _copied if scheme == "file" else None
        return
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        bar: Any = _Bar(progress, f"Downloading {url.rpartition('/')[2]}")
        headers = {"User-Agent": "tahr", "Accept-Encoding": "identity"}
        yield HTTPDownloader(progressbar=bar, chunk_size=CHUNK, timeout=TIMEOUT, headers=headers)


def _copied(url: str, output: str, pooch: object) -> None:
    shutil.copyfile(url2pathname(urlsplit(url).path), output)


class _Bar:
    """Shows on Rich's bar what pooch tells of.

    Args:
        progress: is shown.
        name: stands before the bar.
    """

    def __init__(self, progress: Progress, name: str) -> None:
        self.total: float = 0.0
        self._progress, self._task = progress, progress.add_task(name, total=None)

    def update(self, count: int) -> None:
        """Is told that so many bytes more have come."""
        self._progress.update(self._task, total=self.total or None, advance=count)

    def reset(self) -> None:
        """Is called before the last update, which counts all from the start."""
        self._progress.reset(self._task)

    def close(self) -> None:
        """Is called when all has come."""


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps pooch from printing where it downloads to: the bar shows it."""
    import pooch

    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
