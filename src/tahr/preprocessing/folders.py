"""Files below a folder, with the labels that their folders say."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from tahr.core import seeds
from tahr.core.errors import ArgumentError, DataError, told

INFERRED = "inferred"
LabelMode: TypeAlias = Literal["int", "categorical", "binary"]
Subset: TypeAlias = Literal["training", "validation", "both"]
TRAINING, VALIDATION, BOTH = "training", "validation", "both"


@dataclass(frozen=True)
class Files:
    """Files and their labels.

    Args:
        paths: the files.
        labels: a class number each; None for no labels.
        class_names: the names of the classes, in the order of their numbers.
    """

    paths: list[str]
    labels: list[int] | None = None
    class_names: list[str] | None = None

    def mixed(self, seed: int) -> "Files":
        """Returns them in the order that Keras has them in with this seed."""
        order = list(range(len(self.paths)))
        np.random.RandomState(seed).shuffle(order)
        return self._at(order)

    def part(self, fraction: float, subset: str) -> "Files":
        """Returns those to train on, or those at the end to validate on.

        Raises:
            DataError: there is none.
        """
        cut = len(self.paths) - int(fraction * len(self.paths))
        places = range(cut) if subset == TRAINING else range(cut, len(self.paths))
        if not places:
            raise DataError(
                f"validation_split={fraction} leaves no file for {subset}",
                got=f"{len(self.paths)} files",
            )
        return self._at(places)

    def _at(self, places: Sequence[int]) -> "Files":
        labels = None if self.labels is None else [self.labels[i] for i in places]
        return replace(self, paths=[self.paths[i] for i in places], labels=labels)

    def targets(self, mode: str | None) -> np.ndarray | None:
        """Returns the labels as a model gets them.

        Args:
            mode: "int", "binary" or "categorical"; None for none.

        Raises:
            ArgumentError: a binary label has other than two classes.
        """
        if self.labels is None or mode is None:
            return None
        numbers = np.asarray(self.labels, "int32")
        names = self.class_names or []
        if mode == "int":
            return numbers
        if mode == "categorical":
            return np.eye(len(names), dtype="float32")[numbers]
        if len(names) != 2:
            raise ArgumentError(
                'label_mode="binary" needs two classes', got=told(names), where="label_mode"
            )
        return numbers.astype("float32")[:, None]


def files_below(
    directory: str | Path,
    labels: Any,
    class_names: Sequence[str] | None,
    endings: Sequence[str],
    follow_links: bool,
) -> Files:
    """Finds the files below a folder.

    Args:
        directory: the folder.
        labels: "inferred" for those that the folders in it say; a list of class numbers, one a
            file in the order of their paths; None for none.
        class_names: the folders that are classes, in their order; by default all but hidden ones.
        endings: of the names of files, in lower case.
        follow_links: whether to go into folders that are links.

    Raises:
        ArgumentError: the labels or names do not fit the files.
        DataError: there is no such folder, or no file in it.
    """
    top = os.fspath(directory)
    if not Path(top).is_dir():
        raise DataError("this is no folder", where="directory", got=top)
    _check_labels(labels, class_names)
    if labels != INFERRED:
        found = Files(_within(top, endings, follow_links))
        if labels is not None:
            found = _with_labels(found, labels)
    else:
        names = _classes(top, class_names)
        pairs = [
            (path, number)
            for number, name in enumerate(names)
            for path in _within(str(Path(top) / name), endings, follow_links)
        ]
        found = Files([path for path, _ in pairs], [number for _, number in pairs], names)
    if not found.paths:
        raise DataError(
            "there is no file to read",
            where=top,
            expected=f"files that end with {', '.join(endings)}",
            todo="with labels='inferred' they are in one folder for each class"
            if labels == INFERRED
            else None,
        )
    return found


def _check_labels(labels: Any, class_names: Sequence[str] | None) -> None:
    listed = isinstance(labels, list | tuple)
    inferred = isinstance(labels, str) and labels == INFERRED
    if not listed and labels is not None and not inferred:
        raise ArgumentError(
            f"labels cannot be {told(labels)}", expected='"inferred", a list of numbers, or None'
        )
    if class_names is not None and (listed or labels is None):
        raise ArgumentError('class_names go with labels="inferred"', got=f"labels={told(labels)}")


def _classes(top: str, names: Sequence[str] | None) -> list[str]:
    there = sorted(
        entry.name for entry in Path(top).iterdir() if entry.is_dir() and entry.name[0] != "."
    )
    if names is None:
        return there
    unknown = sorted(set(names) - set(there))
    if unknown:
        raise ArgumentError(
            "class_names are names of folders", where=top, expected=told(there), got=told(unknown)
        )
    return list(names)


def _within(top: str, endings: Sequence[str], follow_links: bool) -> list[str]:
    walked = sorted(os.walk(top, followlinks=follow_links), key=lambda found: found[0])
    return [
        os.path.join(folder, name)  # noqa: PTH118
        for folder, _, names in walked
        for name in sorted(names)
        if name.lower().endswith(tuple(endings))
    ]


def _with_labels(files: Files, labels: Sequence[Any]) -> Files:
    if len(labels) != len(files.paths):
        raise ArgumentError(
            "there is to be one label for each file",
            expected=len(files.paths),
            got=f"{len(labels)} labels",
        )
    numbers = [int(label) for label in labels]
    return replace(files, labels=numbers, class_names=[str(n) for n in sorted(set(numbers))])


def check_split(fraction: float | None, subset: str | None, shuffle: bool, seed: Any) -> None:
    """Checks what says which of the files are taken.

    Raises:
        ArgumentError: the arguments do not fit each other.
    """
    if (fraction is None) != (subset is None):
        raise ArgumentError(
            "validation_split and subset are given together or not at all",
            got=f"validation_split={fraction}, subset={told(subset)}",
        )
    if fraction is None:
        return
    if not 0 < fraction < 1:
        raise ArgumentError("validation_split must lie between 0 and 1", got=fraction)
    if subset not in (TRAINING, VALIDATION, BOTH):
        raise ArgumentError(
            f"subset cannot be {told(subset)}", expected="'training', 'validation' or 'both'"
        )
    if shuffle and seed is None:
        raise ArgumentError(
            "a split of shuffled files needs a seed, so that no file is in both parts",
            todo="pass seed=, the same one for both subsets",
        )


def parts(
    files: Files,
    fraction: float | None,
    subset: str | None,
    shuffle: bool,
    seed: int | None,
    verbose: bool,
) -> tuple[list[Files], int]:
    """Returns the files that are asked for, mixed and split, and the seed of the order.

    Args:
        files: as they were found.
        fraction: to validate on, or None.
        subset: "training", "validation" or "both".
        shuffle: whether to mix them.
        seed: of the order; drawn where None.
        verbose: whether to say how many there are.
    """
    number = seeds.default_seed() % 2**31 if seed is None else int(seed)
    _tell(files, verbose)
    files = files.mixed(number) if shuffle else files
    if fraction is None or subset is None:
        return [files], number
    wanted = [TRAINING, VALIDATION] if subset == BOTH else [subset]
    found = [files.part(fraction, name) for name in wanted]
    for name, part in zip(wanted, found, strict=True):
        _say(f"Using {len(part.paths)} files for {name}.", verbose)
    return found, number


def _tell(files: Files, verbose: bool) -> None:
    of = "" if files.class_names is None else f" belonging to {len(files.class_names)} classes"
    _say(f"Found {len(files.paths)} files{of}.", verbose)


def _say(text: str, verbose: bool) -> None:
    if verbose:
        sys.stdout.write(f"{text}\n")
