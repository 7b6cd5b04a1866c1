"""Reads `.npz` files of lists of numbers, which NumPy keeps as pickles, without unpickling.

A reader that knows three names, and makes lists of them, takes the pickle apart: whatever else
it names is refused, so nothing in the file is ever called.
"""

import io
import pickle
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from tahr.core.errors import DataError
from tahr.datasets.reading import BROKEN, content_of, read_array


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
    file = io.BytesIO(content_of(archive, name))
    if not _holds_objects(file):
        return read_array(archive, name)
    found = _Lists(file, encoding="latin1").load()
    if not isinstance(found, _Array):
        raise pickle.UnpicklingError("it is no array")
    return objects(found.items)


def _holds_objects(file: IO[bytes]) -> bool:
    version = npy.read_magic(file)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    return read(file)[2].hasobject


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
