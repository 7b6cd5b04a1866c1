"""Reads the files of data sets; nothing in a file is executed."""

import lzma
import math
import pickle
import tokenize
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np

from tahr.core.errors import DataError
from tahr.core.json_text import parse_object
from tahr.core.old_words import setting
from tahr.datasets.download import fetch
from tahr.datasets.files import FILES
from tahr.datasets.npy_header import header_of

BROKEN = (
    pickle.UnpicklingError, zipfile.BadZipFile, KeyError, ValueError, EOFError, TypeError,
    AttributeError, IndexError, OSError, zlib.error, RuntimeError, OverflowError, MemoryError,
    NotImplementedError, RecursionError, lzma.LZMAError, SyntaxError, tokenize.TokenError,
)  # fmt: skip
"""What reading a file that is not what it seems can raise."""

FREE = 1 << 24
"""Bytes that any member of an archive may grow to."""
GROWTH = 50
"""How many times its size in the archive it may have beyond that."""

Split: TypeAlias = tuple[np.ndarray, np.ndarray]
"""Inputs and targets."""


def fetched(official: str, name: str | Path | None = None) -> Path:
    """Returns one of Keras's files, under another name where one is asked for."""
    base, digest = FILES[official]
    today = setting("files", name) if isinstance(name, str) else name
    return fetch(today or official, base + official, digest)


def most_of(path: Path) -> int:
    """Returns how many bytes a packed file may grow to."""
    return FREE + GROWTH * path.stat().st_size


def content_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """Returns a member of an archive that does not grow beyond what is sane.

    Raises:
        ValueError: it does.
    """
    info = archive.getinfo(name)
    if info.file_size > FREE + GROWTH * info.compress_size:
        raise ValueError(f"{name} grows to {info.file_size} bytes of {info.compress_size}")
    with archive.open(info) as file:
        return file.read(info.file_size)


def read_array(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    """Reads an array of numbers whose header claims no more than there is.

    Raises:
        ValueError: it does, or holds objects.
    """
    return array_of(content_of(archive, name), name)


def array_of(content: bytes, name: str) -> np.ndarray:
    """Returns the array of numbers in an `.npy` file.

    Raises:
        ValueError: it holds something else, or claims more than there is.
    """
    head = header_of(content)
    if head.dtype.hasobject or not head.dtype.itemsize:
        raise ValueError(f"{name} holds something that is not numbers")
    if head.nbytes > len(content) - head.start:
        raise ValueError(f"{name} claims {head.nbytes} bytes, which are not there")
    count = math.prod(head.shape)
    numbers = np.frombuffer(content, head.dtype, count, head.start)
    return numbers.reshape(head.shape, order=head.order).copy(head.order)


def read_npz(path: Path, names: Sequence[str]) -> list[np.ndarray]:
    """Reads arrays of numbers from an `.npz` file.

    Args:
        path: the file.
        names: the arrays in it.

    Raises:
        DataError: it is no such file, an array is missing, or one holds objects.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return [read_array(archive, f"{name}.npy") for name in names]
    except BROKEN as error:
        raise DataError(
            "the data set cannot be read",
            where=str(path),
            expected=f"an .npz file with {', '.join(names)}",
            got=error,
        ) from None


def read_word_index(path: Path) -> dict[str, int]:
    """Reads the numbers of words from a JSON file."""
    try:
        return parse_object(path.read_text(encoding="utf-8"), str(path))
    except (ValueError, OSError) as error:
        raise DataError("the word index cannot be read", where=str(path), got=error) from None


def shuffled_split(
    x: np.ndarray, y: np.ndarray, test_split: float, seed: int
) -> tuple[Split, Split]:
    """Shuffles samples and divides them, as Keras does it with the same seed.

    Returns:
        ((x, y) to train on, (x, y) to test with).
    """
    order = np.arange(len(x))
    np.random.RandomState(seed).shuffle(order)
    x, y = x[order], y[order]
    end = int(len(x) * (1 - test_split))
    return (x[:end], y[:end]), (x[end:], y[end:])
