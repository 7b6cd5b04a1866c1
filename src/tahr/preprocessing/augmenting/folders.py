"""Batches of the pictures in a folder with a folder for each class."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.config import data_format as checked_format, floatx
from tahr.core.errors import ArgumentError, DataError
from tahr.preprocessing.augmenting.files import BatchFromFilesMixin

MODES = ("categorical", "binary", "sparse", "input", None)


class DirectoryIterator(BatchFromFilesMixin):
    """Batches of the pictures in a folder.

    Args:
        directory: the folder; it has one for each class.
        image_data_generator: what changes the pictures.
        target_size: rows and columns.
        color_mode: "grayscale", "rgb" or "rgba".
        classes: the folders that are classes; all of them, in order, by default.
        class_mode: "categorical", "binary", "sparse", "input" or None.
        batch_size: pictures at a time.
        shuffle: whether to mix them.
        seed: of the random numbers.
        data_format: where the channels are.
        save_to_dir: a folder the changed pictures are written to.
        save_prefix: of their names.
        save_format: "png" or "jpeg".
        follow_links: whether to go into folders that are links.
        subset: "training" or "validation".
        interpolation: how pictures are brought to the size.
        keep_aspect_ratio: whether what is too much is cut away before.
        dtype: of the batches.

    Raises:
        ArgumentError: there is no such mode.
        DataError: there is no such folder.
    """

    def __init__(
        self,
        directory: str | Path,
        image_data_generator: Any,
        target_size: Sequence[int] = (256, 256),
        color_mode: str = "rgb",
        classes: Sequence[str] | None = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        data_format: str | None = None,
        save_to_dir: str | Path | None = None,
        save_prefix: str = "",
        save_format: str = "png",
        follow_links: bool = False,
        subset: str | None = None,
        interpolation: str = "nearest",
        keep_aspect_ratio: bool = False,
        dtype: Any = None,
    ) -> None:
        self.set_processing_attrs(
            image_data_generator, target_size, color_mode, checked_format(data_format),
            save_to_dir, save_prefix, save_format, subset, interpolation, keep_aspect_ratio,
        )  # fmt: skip
        if class_mode not in MODES:
            raise ArgumentError(
                f"class_mode cannot be {class_mode!r}", expected=", ".join(map(str, MODES))
            )
        top = Path(directory)
        if not top.is_dir():
            raise DataError("there is no such folder", where=str(directory))
        self.directory = directory
        self.class_mode = class_mode
        self.dtype: Any = dtype or floatx()
        names = list(classes) if classes else sorted(p.name for p in top.iterdir() if p.is_dir())
        self.num_classes: int = len(names)
        self.class_indices: dict[str, int] = {name: number for number, name in enumerate(names)}
        found = [
            (os.path.relpath(path, top), number)
            for number, name in enumerate(names)
            for path in self._in_class(top / name, follow_links)
        ]
        self.filenames: list[str] = [name for name, _ in found]
        self.classes: Any = np.array([number for _, number in found], dtype="int32")
        print(f"Found {len(found)} images belonging to {self.num_classes} classes.")  # noqa: T201
        self._filepaths = [str(top / name) for name in self.filenames]
        super().__init__(len(found), batch_size, shuffle, seed)

    def _in_class(self, folder: Path, follow_links: bool) -> list[Path]:
        found = list(_pictures(folder, self.white_list_formats, follow_links))
        if self.split is None:
            return found
        first, last = (int(share * len(found)) for share in self.split)
        return found[first:last]

    @property
    def filepaths(self) -> Sequence[str]:
        return self._filepaths

    @property
    def labels(self) -> Any:
        return self.classes


def _pictures(folder: Path, endings: Sequence[str], follow_links: bool) -> Iterator[Path]:
    """Lists the pictures below a folder, folder by folder in order."""
    walked = sorted(os.walk(folder, followlinks=follow_links), key=lambda found: found[0])
    for root, _, names in walked:
        for name in sorted(names):
            if name.lower().endswith(tuple(endings)):
                yield Path(root) / name
