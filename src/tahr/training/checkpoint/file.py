"""Checkpoints: files with everything a run needs to go on, each whole or not there.

A checkpoint is one safetensors file: arrays by number, and in its header a JSON text that refers
to them. It is written beside its place, brought to the disk and then moved, so that a process
killed at any moment leaves whole files only; a checksum finds one that was damaged later.
"""

import json
import logging
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from logging import Logger
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import safetensors
import safetensors.numpy

from tahr.core.errors import SavingError
from tahr.core.files import UNFINISHED, atomic_write

log: Logger = logging.getLogger("tahr")

ENDING = ".checkpoint"
FORMAT = 1
KEPT = 2
"""Checkpoints in a folder: the newest, and the one before for the case that it is damaged."""
ARRAY = "__array__"
DAMAGED = (
    OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError,
    OverflowError, safetensors.SafetensorError,
)  # fmt: skip
"""What reading a file that is not what it seems can raise."""
WORDLESS = {"bfloat16": np.dtype(ml_dtypes.bfloat16)}
"""Dtypes that are stored as integers of the same size."""


@dataclass(frozen=True)
class Checkpoint:
    """What was read.

    Args:
        path: the file.
        facts: what was given to `write`.
    """

    path: Path
    facts: dict[str, Any]


def write(folder: Path, place: tuple[int, int], facts: dict[str, Any]) -> Path:
    """Writes a checkpoint, and removes those that are no longer of use.

    Args:
        folder: made if need be.
        place: epoch and batch: what the files are ordered by.
        facts: plain data with arrays in it.

    Returns:
        The file.

    Raises:
        SavingError: it cannot be written.
    """
    arrays: dict[str, np.ndarray] = {}
    body = json.dumps(_packed(facts, arrays))
    check = _checksum(body, arrays)
    metadata = {"format": str(FORMAT), "facts": body, "checksum": str(check)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SavingError("the folder cannot be made", where=str(folder), got=error) from None
    path = folder / f"epoch-{place[0]:06d}-batch-{place[1]:09d}{ENDING}"
    with atomic_write(path) as file:
        file.write(safetensors.numpy.save(arrays, metadata))
    for old in [*found(folder)[KEPT:], *_cut_short(folder)]:
        old.unlink(missing_ok=True)
    return path


def found(folder: Path) -> list[Path]:
    """Lists the checkpoints in a folder, the newest first."""
    return sorted(folder.glob(f"epoch-*-batch-*{ENDING}"), reverse=True)


def newest(folder: Path) -> Checkpoint | None:
    """Reads the newest checkpoint that is whole; None where there is none at all.

    Raises:
        SavingError: there are some, and every one is damaged.
    """
    paths = found(folder)
    for path in paths:
        try:
            return Checkpoint(path, _read(path))
        except DAMAGED as error:
            log.warning("%s is damaged, and not used: %s", path, error)
    if paths:
        raise SavingError(
            "every checkpoint in the folder is damaged",
            where=str(folder),
            todo="remove the folder to begin anew",
        )
    return None


def remove(folder: Path) -> None:
    """Removes the checkpoints of a folder, and the folder if nothing else is in it."""
    for path in [*found(folder), *_cut_short(folder)]:
        path.unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _cut_short(folder: Path) -> list[Path]:
    """Lists what is left of writing by processes that were killed."""
    return [*folder.glob(f".epoch-*{ENDING}.*{UNFINISHED}")]


def _read(path: Path) -> dict[str, Any]:
    with safetensors.safe_open(path, framework="numpy") as file:
        metadata = file.metadata() or {}
        arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    if metadata.get("format") != str(FORMAT):
        raise ValueError(f"it has the format {metadata.get('format')}, not {FORMAT}")
    if metadata["checksum"] != str(_checksum(metadata["facts"], arrays)):
        raise ValueError("its checksum is another")
    return _unpacked(json.loads(metadata["facts"]), arrays)


def _checksum(body: str, arrays: dict[str, np.ndarray]) -> int:
    check = zlib.crc32(body.encode())
    for name in sorted(arrays):
        check = zlib.crc32(np.ascontiguousarray(arrays[name]).view(np.uint8).data, check)
    return check


def _packed(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    """Returns plain data as JSON can hold it, arrays put aside under numbers."""
    if isinstance(value, np.ndarray | np.generic):
        name, array = str(len(arrays)), np.asarray(value)
        kind = array.dtype.name
        stored = array.view(f"u{array.itemsize}") if kind in WORDLESS else array
        arrays[name] = np.array(stored, order="C")
        return {ARRAY: name, "dtype": kind}
    return _through(value, lambda inner: _packed(inner, arrays))


def _unpacked(value: Any, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, dict) and ARRAY in value:
        stored = arrays[value[ARRAY]]
        return stored.view(WORDLESS[value["dtype"]]) if value["dtype"] in WORDLESS else stored
    return _through(value, lambda inner: _unpacked(inner, arrays))


def _through(value: Any, function: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {key: function(inner) for key, inner in value.items()}
    return [function(inner) for inner in value] if isinstance(value, list | tuple) else value
