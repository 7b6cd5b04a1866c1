"""The arrays in a file, listed without reading their numbers."""

import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.errors import SavingError
from tahr.core.typing import is_dict
from tahr.saving.hdf5 import Group, Weights
from tahr.saving.inspecting.report import ArrayFound
from tahr.saving.part import damaged

MOST = 100_000
DEEPEST = 64
LONGEST_HEADER = 100 << 20
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError,
    SyntaxError, TypeError, NotImplementedError, MemoryError,
)  # fmt: skip
"""What `zipfile` and NumPy raise over a damaged archive."""
HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def of_hdf5(weights: Weights) -> tuple[ArrayFound, ...]:
    """Returns the arrays in an HDF5 file.

    Raises:
        SavingError: it is damaged, links out of itself, or has more arrays than any model.
    """
    found: list[ArrayFound] = []
    for array in _inside(Group(weights, weights.root), 0):
        found.append(array)
        if len(found) > MOST:
            raise weights.wrong("the file holds more arrays than any model", f"over {MOST:,}")
    return tuple(found)


def _inside(group: Group, depth: int) -> Iterator[ArrayFound]:
    if depth > DEEPEST:
        raise damaged(group.path[:80], "groups are nested too deeply")
    for name, shape, dtype, size in group.listed():
        yield ArrayFound(f"{group.path}/{name}".lstrip("/"), shape, dtype, size)
    for inner in group.groups():
        yield from _inside(inner, depth + 1)


def of_safetensors(path: Path) -> tuple[tuple[ArrayFound, ...], dict[str, Any]]:
    """Returns the arrays of a safetensors file, and what it says of itself.

    Raises:
        SavingError: it is none, or its header does not describe it.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        end = path.stat().st_size
        if length > min(LONGEST_HEADER, end - 8):
            raise damaged(str(path), "its header is longer than the file")
        text = file.read(length)
    try:
        header = json.loads(text)
        about = header.pop("__metadata__", {})
        found = tuple(_of_entry(name, entry) for name, entry in header.items())
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise damaged(str(path), f"its header: {error}") from None
    if sum(array.bytes for array in found) > end - 8 - length:
        raise damaged(str(path), "its arrays claim more than the file holds")
    return found, about if is_dict(about) else {}


def _of_entry(name: str, entry: dict[str, Any]) -> ArrayFound:
    first, last = entry["data_offsets"]
    shape = tuple(int(length) for length in entry["shape"])
    return ArrayFound(name, shape, str(entry["dtype"]), int(last) - int(first))


def of_npz(path: Path) -> tuple[ArrayFound, ...]:
    """Returns the arrays of an `.npz` file.

    Raises:
        SavingError: it is none, or holds objects of Python.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(_of_member(archive, info) for info in archive.infolist()[:MOST])
    except BROKEN as error:
        raise damaged(str(path), error) from None


def _of_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> ArrayFound:
    with archive.open(info) as file:
        read = HEADERS.get(np.lib.format.read_magic(file))
        if read is None:
            raise SavingError("this is no array", where=info.filename)
        shape, _, dtype = read(file)
    name = info.filename.removesuffix(".npy")
    return ArrayFound(name, shape, str(dtype), int(np.prod(shape, dtype=object)) * dtype.itemsize)
