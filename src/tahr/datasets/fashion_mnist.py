"""Fashion-MNIST: 70,000 pictures of clothes, grey, 28×28 (Xiao, Rasul, Vollgraf 2017)."""

import gzip
import zlib
from math import prod
from pathlib import Path

import numpy as np

from tahr.core.errors import DataError
from tahr.core.tracebacks import ends_at_user
from tahr.datasets.reading import Split, fetched, most_of

LARGEST = 1 << 28
"""Bytes; no file is larger, and more is not unpacked."""


@ends_at_user
def load_data() -> tuple[Split, Split]:
    """Loads the pictures.

    Returns:
        ((x_train, y_train), (x_test, y_test)): uint8 images (60000, 28, 28) and labels
        (60000,), then 10,000 of them to test with.

    Raises:
        DataError: a file cannot be fetched or read.
    """
    train, test = (
        (_array(f"{part}-images-idx3-ubyte.gz", 3), _array(f"{part}-labels-idx1-ubyte.gz", 1))
        for part in ("train", "t10k")
    )
    return train, test


def _array(name: str, rank: int) -> np.ndarray:
    path = fetched(name, Path("fashion-mnist") / name)
    try:
        with gzip.open(path) as file:
            content = file.read(min(LARGEST, most_of(path)))
    except (OSError, EOFError, zlib.error) as error:
        raise DataError("this is no gzip file", where=str(path), got=error) from None
    return idx(content, rank, str(path))


def idx(content: bytes, rank: int, where: str) -> np.ndarray:
    """Reads bytes in the IDX format: magic number, lengths, values.

    Args:
        content: the file.
        rank: how many dimensions it has.
        where: the file's name, for the error.

    Raises:
        DataError: it is something else.

    Example:
        >>> idx(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]), 1, "labels").tolist()
        [7, 9]

    Source: LeCun, "The MNIST database", file formats.
    """
    start = 4 + 4 * rank
    shape = tuple(int(n) for n in np.frombuffer(content[4:start], ">u4"))
    if content[:4] != bytes([0, 0, 8, rank]) or len(content) - start != prod(shape):
        raise DataError("this is no IDX file of bytes", where=where, expected=f"{rank} dimensions")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape).copy()
