"""Texts and lists of names that stand as attributes in an HDF5 file, read with distrust."""

from collections.abc import Sequence
from typing import Any

import h5py
import numpy as np

from tahr.saving.hdf5 import Weights

NAMES = 20_000
"""How many names one attribute may hold."""
ROOM = 1 << 29
"""Bytes that the names of one attribute may take, where each were the longest text in the file."""
CHUNKS = 1000
"""In how many attributes a long list may be cut."""


def text(weights: Weights, item: Any, name: str) -> str | None:
    """Returns the text in an attribute; None where there is none of that name.

    Raises:
        SavingError: it holds something else.
    """
    with weights.reading(name):
        if name not in item.attrs:
            return None
        kept = item.attrs.get_id(name)
        if kept.shape != () or not _is_text(kept.dtype):
            raise weights.wrong("something else where a text belongs", name)
        _room(weights, kept.dtype, 1, name)
        return _plain(item.attrs[name])


def short(weights: Weights, item: Any, name: str) -> str | None:
    """Returns the text in an attribute; None where there is none, or something else."""
    with weights.reading(name):
        if name not in item.attrs:
            return None
        kept = item.attrs.get_id(name)
        return text(weights, item, name) if kept.shape == () and _is_text(kept.dtype) else None


def names(weights: Weights, item: Any, name: str) -> list[str]:
    """Returns the list of names in an attribute, or in several where it is long.

    Raises:
        SavingError: there is none, or it holds something else.
    """
    with weights.reading(name):
        if name in item.attrs:
            return _names(weights, item, name)
        found: list[str] = []
        for number in range(CHUNKS):
            if f"{name}{number}" not in item.attrs:
                break
            found += _names(weights, item, f"{name}{number}")
        if not found:
            raise weights.wrong(f"the list {name!r} is missing", item.name)
        return found


def has_names(item: Any, name: str) -> bool:
    """Returns whether there is such a list."""
    return name in item.attrs or f"{name}0" in item.attrs


def _names(weights: Weights, item: Any, name: str) -> list[str]:
    kept = item.attrs.get_id(name)
    if len(kept.shape) != 1 or kept.shape[0] > NAMES:
        raise weights.wrong("something else where a list of names belongs", name)
    if kept.shape[0] == 0:
        return []
    if not _is_text(kept.dtype):
        raise weights.wrong("something else where a list of names belongs", name)
    _room(weights, kept.dtype, kept.shape[0], name)
    found: Sequence[Any] = item.attrs[name]
    return [_plain(value) for value in found]


def _room(weights: Weights, dtype: np.dtype, count: int, name: str) -> None:
    """Checks what texts can take, before they are read.

    Texts of a fixed length take what the file says. Others stand in a heap, where several may be
    the same: each may be as long as the heap.
    """
    if dtype.kind == "S":
        weights.take(count * dtype.itemsize, name)
    elif count > 1 and count * weights.longest_heap() > ROOM:
        raise weights.wrong("the names could take more room than any do", name)


def _is_text(dtype: np.dtype) -> bool:
    return dtype.kind == "S" or h5py.check_string_dtype(dtype) is not None


def _plain(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)
