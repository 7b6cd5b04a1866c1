"""The arrays in a file, listed without reading their numbers."""

import io
import math
import operator
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.json_text import parse_object
from tahr.core.typing import is_dict
from tahr.saving import store
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
BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8, "I16": 16, "U16": 16,
    "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32, "I64": 64, "U64": 64, "F64": 64,
    "C64": 64, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6,
}  # fmt: skip
"""Of one number, by the dtypes of safetensors."""
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
    where = str(path)
    with store.opened(path) as file:
        end = file.seek(0, io.SEEK_END)
        file.seek(0)
        length = int.from_bytes(file.read(8), "little")
        if length > min(LONGEST_HEADER, end - 8):
            raise damaged(where, "its header is longer than the file")
        header = parse_object(file.read(length), where)
    about = header.pop("__metadata__", {})
    if len(header) > MOST:
        raise damaged(where, f"it names over {MOST:,} arrays")
    try:
        placed = sorted(_of_entry(name, entry) for name, entry in header.items())
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(where, f"its header: {error}") from None
    before = 0
    for first, last, array in placed:
        if first != before or last - first != array.bytes:
            raise damaged(where, f"{array.name}: its numbers are not where its header says")
        before = last
    if before != end - 8 - length:
        raise damaged(where, "its arrays are not as long as the file")
    return tuple(array for *_, array in placed), about if is_dict(about) else {}


def _of_entry(name: str, entry: Any) -> tuple[int, int, ArrayFound]:
    """Returns where an array begins and ends, and what it is; its bytes follow from its shape."""
    first, last = (operator.index(place) for place in entry["data_offsets"])
    shape = tuple(operator.index(length) for length in entry["shape"])
    if min((first, *shape)) < 0:
        raise ValueError(f"{name} has a length below zero")
    size = math.prod(shape) * BITS[entry["dtype"]] // 8
    return first, last, ArrayFound(name, shape, str(entry["dtype"]), size)


def of_npz(path: Path) -> tuple[ArrayFound, ...]:
    """Returns the arrays of an `.npz` file; objects of Python are listed, and not unpickled.

    Raises:
        SavingError: it is none, or has more arrays than any model.
    """
    try:
        with store.opened(path) as file, zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > MOST:
                raise damaged(str(path), f"it names over {MOST:,} arrays")
            return tuple(_of_member(archive, info) for info in members)
    except BROKEN as error:
        raise damaged(str(path), error) from None


def _of_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> ArrayFound:
    with archive.open(info) as file:
        read = HEADERS[np.lib.format.read_magic(file)]
        shape, _, dtype = read(file)
    name = info.filename.removesuffix(".npy")
    return ArrayFound(name, shape, str(dtype), math.prod(shape) * dtype.itemsize)
