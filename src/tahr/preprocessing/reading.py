"""Data sets of the files of a folder, whatever is in them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError, DataError, told
from tahr.preprocessing.folders import check_split, files_below, parts
from tahr.training.data.batched import Batched
from tahr.training.data.elements import ElementSpec, stacked
from tahr.training.data.picked import Shuffled
from tahr.training.data.pipeline import Dataset
from tahr.training.data.stages import Read, Stage

MODES = ("int", "categorical", "binary", None)
Data = Dataset | list[Dataset]


def unreadable(path: str, kind: str, got: Any, todo: str = "replace or remove it") -> DataError:
    """Returns the error for a file that cannot be read.

    Args:
        path: the file.
        kind: as what it cannot be read.
        got: the error that was met, or what is wrong.
        todo: what to do.
    """
    said = f"{type(got).__name__}: {got}" if isinstance(got, Exception) else got
    return DataError(f"this file cannot be read as {kind}", where=path, got=said, todo=todo)


class Element:
    """The contents of a file and its label, by number.

    Args:
        read: of a path, what is in the file.
        paths: the files.
        targets: a label each, or None.
    """

    def __init__(
        self, read: Callable[[str], Any], paths: Sequence[str], targets: np.ndarray | None
    ) -> None:
        self._read, self._paths, self._targets = read, paths, targets

    def __call__(self, index: int) -> Any:
        found = self._read(self._paths[index])
        return found if self._targets is None else (found, self._targets[index])


def from_folder(
    directory: str | Path,
    endings: Sequence[str],
    read: Callable[[str], Any],
    spec: ElementSpec,
    *,
    labels: Any,
    label_mode: str | None,
    class_names: Sequence[str] | None,
    batch_size: int | None,
    shuffle: bool,
    seed: int | None,
    validation_split: float | None,
    subset: str | None,
    follow_links: bool,
    verbose: bool,
    join: Callable[[Sequence[Any]], Any] = stacked,
) -> Data:
    """Makes a data set of the files below a folder, or two of them.

    Args:
        directory: the folder.
        endings: of the names of files that are read.
        read: of a path, what is in the file.
        spec: the shape and dtype of that.
        labels: "inferred", a list of class numbers, or None.
        label_mode: "int", "categorical", "binary" or None.
        class_names: the classes in their order.
        batch_size: files a batch; None for single ones.
        shuffle: whether to mix them.
        seed: of the order.
        validation_split: the fraction to validate on.
        subset: "training", "validation" or "both".
        follow_links: whether to go into folders that are links.
        verbose: whether to say how many files there are.
        join: puts the contents of files together to a batch.
    """
    if label_mode not in MODES:
        raise ArgumentError(
            f"label_mode cannot be {told(label_mode)}", expected=", ".join(map(repr, MODES))
        )
    _check_size(batch_size)
    check_split(validation_split, subset, shuffle, seed)
    labels = None if label_mode is None and labels == "inferred" and not class_names else labels
    files = files_below(directory, labels, class_names, endings, follow_links)
    found, number = parts(files, validation_split, subset, shuffle, seed, verbose)
    made: list[Dataset] = []
    for part in found:
        targets = part.targets(label_mode)
        inside = (spec, _spec(targets)) if targets is not None else spec
        source = Read(Element(read, part.paths, targets), len(part.paths), inside)
        data = Dataset(_batched(source, batch_size, number if shuffle else None, join))
        data.class_names, data.file_paths = part.class_names, part.paths
        made.append(data)
    return made if len(made) > 1 else made[0]


def _batched(
    source: Stage,
    batch_size: int | None,
    seed: int | None,
    join: Callable[[Sequence[Any]], Any],
) -> Stage:
    if seed is not None:
        source = Shuffled(source, source.length or 1, seed, anew=True)
    return source if batch_size is None else Batched(source, batch_size, join=join)


def _check_size(batch_size: Any) -> None:
    if batch_size is not None and (not hasattr(batch_size, "__index__") or batch_size < 1):
        raise ArgumentError("batch_size must be a positive integer, or None", got=told(batch_size))


def _spec(targets: np.ndarray) -> ElementSpec:
    return ElementSpec(targets.shape[1:], targets.dtype.name)
