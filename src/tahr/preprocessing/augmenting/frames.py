"""Batches of the pictures that a table names."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.config import data_format as checked_format, floatx
from tahr.core.errors import ArgumentError, DataError
from tahr.core.notices import notice
from tahr.preprocessing.augmenting.files import BatchFromFilesMixin

MODES = ("binary", "categorical", "input", "multi_output", "raw", "sparse", None)
CLASSES = ("binary", "categorical", "sparse")


class DataFrameIterator(BatchFromFilesMixin):
    """Batches of the pictures that a table names.

    Args:
        dataframe: of pandas, or a dict of columns.
        directory: where the files are; None where their names are whole paths.
        image_data_generator: what changes the pictures.
        x_col: the column of names.
        y_col: that of classes or targets, or several.
        weight_col: that of how much each counts.
        target_size: rows and columns.
        color_mode: "grayscale", "rgb" or "rgba".
        classes: the classes that count; all of them, in order, by default.
        class_mode: "binary", "categorical", "input", "multi_output", "raw", "sparse" or None.
        batch_size: pictures at a time.
        shuffle: whether to mix them.
        seed: of the random numbers.
        data_format: where the channels are.
        save_to_dir: a folder the changed pictures are written to.
        save_prefix: of their names.
        save_format: "png" or "jpeg".
        subset: "training" or "validation".
        interpolation: how pictures are brought to the size.
        keep_aspect_ratio: whether what is too much is cut away before.
        dtype: of the batches.
        validate_filenames: whether rows without a file are left out.

    Raises:
        ArgumentError: there is no such mode, or a column does not fit it.
        DataError: a column is not there.
    """

    def __init__(
        self,
        dataframe: Any,
        directory: str | Path | None = None,
        image_data_generator: Any = None,
        x_col: str = "filename",
        y_col: Any = "class",
        weight_col: str | None = None,
        target_size: Sequence[int] = (256, 256),
        color_mode: str = "rgb",
        classes: Sequence[str] | None = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        data_format: str = "channels_last",
        save_to_dir: str | Path | None = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
        interpolation: str = "nearest",
        keep_aspect_ratio: bool = False,
        dtype: Any = None,
        validate_filenames: bool = True,
    ) -> None:
        self.set_processing_attrs(
            image_data_generator, target_size, color_mode, checked_format(data_format),
            save_to_dir, save_prefix, save_format, subset, interpolation, keep_aspect_ratio,
        )  # fmt: skip
        if class_mode not in MODES:
            raise ArgumentError(
                f"class_mode cannot be {class_mode!r}", expected=", ".join(map(str, MODES))
            )
        self.directory: str = str(directory or "")
        self.class_mode = class_mode
        self.dtype: Any = dtype or floatx()
        columns = _Columns(dataframe)
        names = [str(name) for name in columns[x_col]]
        paths = [str(Path(self.directory) / name) for name in names]
        kept = np.arange(len(names))
        if validate_filenames:
            kept = np.array([i for i in kept if self._is_picture(paths[i])], dtype=int)
            if len(kept) < len(names):
                notice(f"{len(names) - len(kept)} rows of the table name no picture: left out")
        if class_mode in CLASSES:
            kept = self._sort(columns[y_col], kept, classes)
        if self.split is not None:
            first, last = (int(share * len(kept)) for share in self.split)
            kept = kept[first:last]
        self.classes: Any = [self._class_of[i] for i in kept] if class_mode in CLASSES else None
        self.filenames: list[str] = [names[i] for i in kept]
        self._filepaths = [paths[i] for i in kept]
        weights = None if weight_col is None else np.asarray(columns[weight_col])[kept]
        self._sample_weight = weights
        self._targets_of = _raw(columns, y_col, kept, class_mode)
        said = f" belonging to {len(self.class_indices)} classes" if class_mode in CLASSES else ""
        kind = "validated" if validate_filenames else "non-validated"
        print(f"Found {len(kept)} {kind} image filenames{said}.")  # noqa: T201
        super().__init__(len(kept), batch_size, shuffle, seed)

    def _is_picture(self, path: str) -> bool:
        return path.lower().endswith(self.white_list_formats) and Path(path).is_file()

    def _sort(self, column: Any, kept: np.ndarray, classes: Sequence[str] | None) -> np.ndarray:
        """Numbers the classes, and returns the rows that have one of those asked for."""
        labels = [_labels(column[i]) for i in range(len(column))]
        several = any(isinstance(one, list) for one in labels)
        if several and self.class_mode != "categorical":
            raise ArgumentError(
                "a row has several classes",
                where="flow_from_dataframe",
                todo='use class_mode="categorical"',
            )
        met = sorted({one for i in kept for one in _each(labels[i])})
        known = list(dict.fromkeys(classes)) if classes else met
        self.class_indices: dict[str, int] = {name: number for number, name in enumerate(known)}
        if self.class_mode == "binary" and len(known) != 2:
            raise ArgumentError(
                "a binary class_mode needs two classes", where="flow_from_dataframe", got=known
            )
        numbers = {
            i: [self.class_indices[one] for one in _each(labels[i]) if one in self.class_indices]
            for i in kept
        }
        kept = np.array([i for i in kept if numbers[i]], dtype=int)
        self._class_of = {i: numbers[i] if several else numbers[i][0] for i in kept}
        return kept

    @property
    def filepaths(self) -> Sequence[str]:
        return self._filepaths

    @property
    def labels(self) -> Any:
        return self.classes if self.class_mode in CLASSES else self._targets_of

    @property
    def sample_weight(self) -> Any:
        return self._sample_weight


class _Columns:
    """The columns of a table, as arrays.

    Args:
        table: of pandas or the like, or a dict.
    """

    def __init__(self, table: Any) -> None:
        self._table = table

    def __getitem__(self, name: Any) -> np.ndarray:
        """Returns a column, or several side by side.

        Raises:
            DataError: it is not there.
        """
        if isinstance(name, list | tuple):
            return np.stack([self[one] for one in name], axis=-1)
        try:
            return np.asarray(self._table[name])
        except KeyError:
            raise DataError(
                f"the table has no column {name!r}",
                where="flow_from_dataframe",
                expected=", ".join(map(str, self._table)),
            ) from None


def _raw(columns: _Columns, y_col: Any, kept: np.ndarray, class_mode: str | None) -> Any:
    if class_mode == "raw":
        return columns[y_col][kept]
    if class_mode == "multi_output":
        return [np.array(list(columns[name]))[kept] for name in y_col]
    return None


def _labels(value: Any) -> Any:
    return list(value) if isinstance(value, list | tuple) else value


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
