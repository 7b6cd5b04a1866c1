"""Arrays in an `.npz` file, or those of a data set known by name."""

import zipfile
from pathlib import Path

import numpy as np

from tahr.apps.data.table import TEST, TRAINING, Table, Values, as_column
from tahr.apps.job.problems import wrong

LARGEST = 8 << 30
PAIRS = {"train": TRAINING, "test": TEST}


def read_npz(path: Path) -> Table:
    """Reads arrays as columns; `x_train`, `y_train`, `x_test`, `y_test` are parts of two.

    Raises:
        JobError: it cannot be read, holds pickles, or arrays of different lengths.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise wrong("the arrays are too large to be held in memory", path)
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError, KeyError) as error:
        raise wrong(f"the file cannot be read: {error}", path) from None
    return table_of_arrays(arrays, path)


def table_of_arrays(arrays: dict[str, Values], source: Path) -> Table:
    """Returns arrays as a table.

    Raises:
        JobError: they have different lengths, or there are none.
    """
    parts = {name.rpartition("_")[2] for name in arrays}
    if parts <= PAIRS.keys() and "train" in parts:
        return _in_parts(arrays, source)
    lengths = {name: len(values) if values.ndim else 0 for name, values in arrays.items()}
    if len(set(lengths.values())) != 1 or 0 in lengths.values():
        found = ", ".join(f"{name} {length}" for name, length in lengths.items()) or "none"
        raise wrong(f"expected arrays of one length, got {found}", source)
    rows = next(iter(lengths.values()))
    columns = {name: _column(values) for name, values in arrays.items()}
    return Table(source, columns, source.parent, np.arange(1, rows + 1))


def _in_parts(arrays: dict[str, Values], source: Path) -> Table:
    names = list(dict.fromkeys(name.rpartition("_")[0] for name in arrays))
    labels: list[str] = []
    columns: dict[str, list[Values]] = {name: [] for name in names}
    for part, label in PAIRS.items():
        found = {n: arrays[f"{n}_{part}"] for n in names if f"{n}_{part}" in arrays}
        if not found:
            continue
        if found.keys() != set(names) or len({len(values) for values in found.values()}) != 1:
            raise wrong(f"the arrays of the part {part!r} do not belong together", source)
        for name, values in found.items():
            columns[name].append(values)
        labels += [label] * len(next(iter(found.values())))
    joined = {name: _column(np.concatenate(parts)) for name, parts in columns.items()}
    lines = np.arange(1, len(labels) + 1)
    return Table(source, joined, source.parent, lines, as_column(labels))


def _column(values: Values) -> Values:
    if values.dtype.kind in "US":
        return as_column([str(value) for value in values.tolist()])
    if values.ndim > 1 and values.shape[1:] == (1,):
        return values[:, 0]
    return values
