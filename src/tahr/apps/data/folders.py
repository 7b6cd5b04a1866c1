"""A folder of pictures, sounds or texts: the files, and what their places and names say."""

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from tahr.apps.data.table import TEST, TRAINING, VALIDATION, Table, Values, as_column
from tahr.apps.job.problems import wrong

IMAGES = frozenset((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"))
SOUNDS = frozenset((".wav", ".flac", ".ogg", ".mp3", ".aiff", ".aif"))
TEXTS = frozenset((".txt", ".md"))
FILE = "file"
LABEL = "label"
MOST = 5_000_000
PART_NAMES = {
    "train": TRAINING, "training": TRAINING, "val": VALIDATION, "valid": VALIDATION,
    "validation": VALIDATION, "dev": VALIDATION, "test": TEST, "testing": TEST,
}  # fmt: skip
APART = re.compile(r"[_\-\s]+")


def read_folder(path: Path) -> Table:
    """Reads the names of the files under a folder: `file`, and `label` from the folder they are in.

    `train`, `val` and `test` at the top are parts. Where files lie side by side and their names
    have the same number of pieces (`7_theo_3.wav`), the pieces are columns of their own.

    Raises:
        JobError: it holds no pictures, sounds or texts.
    """
    names = sorted(_files(path))
    kinds = Counter(_kind(name) for name in names)
    if not names:
        raise wrong("the folder holds no pictures, sounds or texts", path)
    kind = kinds.most_common(1)[0][0]
    names = [name for name in names if _kind(name) == kind]
    notes = [f"{n} files of another kind are left out" for k, n in kinds.items() if k != kind]
    pieces = [name.split("/") for name in names]
    parts: list[str] | None = None
    if all(len(p) > 1 and p[0].lower() in PART_NAMES for p in pieces):
        parts = [PART_NAMES[p[0].lower()] for p in pieces]
        pieces = [p[1:] for p in pieces]
    columns: dict[str, Values] = {FILE: as_column(names)}
    if all(len(p) > 1 for p in pieces):
        columns[LABEL] = as_column([p[0] for p in pieces])
    else:
        columns |= _from_names([p[-1] for p in pieces])
    lines = np.arange(1, len(names) + 1)
    part = None if parts is None else as_column(parts)
    return Table(path, columns, path, lines, part, (), tuple(notes))


def _files(path: Path) -> Iterable[str]:
    count = 0
    for folder, inner, files in os.walk(path):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in files:
            if _kind(name) and not name.startswith("."):
                count += 1
                if count > MOST:
                    raise wrong(f"more than {MOST:,} files", path)
                yield (Path(folder) / name).relative_to(path).as_posix()


def _kind(name: str) -> str:
    suffix = Path(name).suffix.lower()
    kinds = (("image", IMAGES), ("audio", SOUNDS), ("text", TEXTS))
    return next((kind for kind, suffixes in kinds if suffix in suffixes), "")


def _from_names(names: list[str]) -> dict[str, Values]:
    pieces = [APART.split(Path(name).stem) for name in names]
    width = len(pieces[0])
    if width < 2 or any(len(p) != width for p in pieces):
        return {}
    found = {f"name_{i + 1}": as_column([p[i] for p in pieces]) for i in range(width)}
    return {name: values for name, values in found.items() if _groups(values)}


def _groups(values: Values) -> bool:
    distinct = len(set(values.tolist()))
    return 2 <= distinct <= len(values) / 2
