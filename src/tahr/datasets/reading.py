"""Reads the files of data sets; nothing in a file is executed."""

import io
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
from numpy.lib import format as npy

from tahr.core.errors import DataError
from tahr.core.json_text import parse_object
from tahr.core.old_words import setting
from tahr.datasets.download import fetch
from tahr.datasets.files import FILES

BROKEN = (
    pickle.UnpicklingError, zipfile.BadZipFile, KeyError, ValueError, EOFError, TypeError,
    AttributeError, IndexError, OSError, zlib.error, RuntimeError, OverflowError, MemoryError,
    NotImplementedError, RecursionError, lzma.LZMAError, SyntaxError, tokenize.TokenError,
)  # fmt: skip
"""What reading a file that is not what it seems can raise."""

FREE = 1 << 28
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
    content = content_of(archive, name)
    file = io.BytesIO(content)
    version = npy.read_magic(file)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = read(file)
    claimed = math.prod(shape) * dtype.itemsize
    if dtype.hasobject or min(shape, default=0) < 0:
        raise ValueError(f"{name} holds something that is not numbers")
    if claimed > len(content) - file.tell():
        raise ValueError(f"{name} claims {claimed} bytes, which are not there")
    file.seek(0)
    return npy.read_array(file, allow_pickle=False)


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
