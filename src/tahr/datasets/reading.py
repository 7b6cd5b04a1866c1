"""Reads the files of data sets; nothing in a file is executed."""

import json
import pickle
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np

from tahr.core.errors import DataError
from tahr.datasets.download import fetch
from tahr.datasets.files import FILES

BROKEN = (
    pickle.UnpicklingError, zipfile.BadZipFile, KeyError, ValueError, EOFError, TypeError,
    AttributeError, IndexError, OSError, zlib.error,
)  # fmt: skip
"""What reading a file that is not what it seems can raise."""

Split: TypeAlias = tuple[np.ndarray, np.ndarray]
"""Inputs and targets."""


def fetched(official: str, name: str | Path | None = None) -> Path:
    """Gives one of Keras's files, under another name where one is asked for."""
    base, digest = FILES[official]
    return fetch(name or official, base + official, digest)


def read_npz(path: Path, names: Sequence[str]) -> list[np.ndarray]:
    """Reads arrays of numbers from an `.npz` file.

    Args:
        path: the file.
        names: the arrays in it.

    Raises:
        DataError: it is no such file, an array is missing, or one holds objects.
    """
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return [file[name] for name in names]
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
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
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
