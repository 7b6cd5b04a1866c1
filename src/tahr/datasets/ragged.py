"""Reads `.npz` files of lists of numbers, which NumPy keeps as pickles, without unpickling.

A reader that knows three names, and makes lists of them, takes the pickle apart: whatever else
it names is refused, so nothing in the file is ever called.
"""

import io
import pickle
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.errors import DataError
from tahr.datasets import pickled
from tahr.datasets.npy_header import header_of
from tahr.datasets.reading import BROKEN, array_of, content_of

FREE = 1 << 20
"""Bytes that any pickle may take: a list takes 64 times as much as it does there."""
GROWTH = 16
"""How many times its size in the archive it may take beyond that."""


class _Array:
    """Stands for an array of objects in a pickle: keeps the list of them."""

    items: Sequence[Any] = ()

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.items = state[-1]


class _Dtype:
    """Stands for a dtype in a pickle; nothing of it is needed."""

    def __init__(self, *_: object) -> None:
        """Takes whatever is there."""

    def __setstate__(self, state: object) -> None:
        """Drops it."""


def _reconstruct(*_: object) -> _Array:
    return _Array()


KNOWN = {"_reconstruct": _reconstruct, "ndarray": _Array, "dtype": _Dtype}


class _Lists(pickle.Unpickler):
    """Reads an array of lists, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module.partition(".")[0] == "numpy" and name in KNOWN:
            return KNOWN[name]
        raise pickle.UnpicklingError(f"it names {module}.{name}")


def read_lists(path: Path, names: Sequence[str]) -> list[np.ndarray]:
    """Reads arrays of numbers, and of lists of them, from an `.npz` file.

    Args:
        path: the file.
        names: the arrays in it.

    Returns:
        An array for each; one of lists has the dtype object.

    Raises:
        DataError: the file is broken, or holds something else.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return [_read(archive, f"{name}.npy") for name in names]
    except BROKEN as error:
        raise DataError(
            "the data set cannot be read",
            where=str(path),
            expected=f"an .npz file with {', '.join(names)}",
            got=error,
        ) from None


def _read(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    content = content_of(archive, name)
    head = header_of(content)
    if not head.dtype.hasobject:
        return array_of(content, name)
    stored = archive.getinfo(name).compress_size
    if len(content) > FREE + GROWTH * stored:
        raise ValueError(f"{name} grows to {len(content)} bytes of {stored}")
    pickled.check(content[head.start :])
    found = _Lists(io.BytesIO(content[head.start :]), encoding="latin1").load()
    if not isinstance(found, _Array):
        raise pickle.UnpicklingError("it is no array")
    return objects(found.items)


def objects(items: Sequence[Any]) -> np.ndarray:
    """Makes an array of lists, one an element even where all are of one length.

    Example:
        >>> objects([[1, 2], [3, 4]]).shape
        (2,)
    """
    result = np.empty(len(items), dtype=object)
    for index, item in enumerate(items):
        result[index] = item
    return result
