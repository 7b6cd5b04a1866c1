"""Data sets of named columns that are not in memory, as Hugging Face's `datasets` has them.

Targets and weights are told by the names of their columns: `fit(data, "label")`. All other columns
are inputs: the array itself where there is one, a dict by name where there are several.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError, DataError
from tahr.training.data.batch import Batch
from tahr.training.data.checks import rows_with_nan, to_array
from tahr.training.data.class_weight import sample_weights
from tahr.training.data.rows import RowBatches
from tahr.training.data.source import Iterated

Names = str | Sequence[str] | None


def is_table(value: Any) -> bool:
    """Returns whether a value has rows by number and columns by name."""
    return _has_columns(value) and hasattr(value, "__len__") and hasattr(value, "__getitem__")


def is_stream(value: Any) -> bool:
    """Returns whether a value gives rows with named columns, one after the other."""
    return _has_columns(value) and not hasattr(value, "__len__")


def _has_columns(value: Any) -> bool:
    return hasattr(type(value), "column_names") and hasattr(type(value), "with_format")


@dataclass(frozen=True)
class Columns:
    """Which columns are targets and weights.

    Args:
        y: the name of the targets, or a list of names.
        sample_weight: the name of the weights.
        text: whether inputs may be text.
    """

    y: Names = None
    sample_weight: Names = None
    text: bool = False

    def checked(self, names: Sequence[str] | None) -> "Columns":
        """Checks that the columns are there.

        Raises:
            ArgumentError: something other than names was given.
            DataError: a name is unknown, or nothing is left for the inputs.
        """
        chosen = [*_listed(self.y, "y"), *_listed(self.sample_weight, "sample_weight")]
        missing = [name for name in chosen if names is not None and name not in names]
        if missing:
            raise DataError(f"there is no column {missing[0]!r}", expected=", ".join(names or ()))
        if names is not None and not set(names) - set(chosen):
            raise DataError("no column is left for the inputs", got=", ".join(names))
        return self

    def parts(self, columns: Mapping[str, Any], where: str) -> list[Any]:
        """Splits columns into inputs, targets and weights."""
        chosen = [*_listed(self.y, "y"), *_listed(self.sample_weight, "sample_weight")]
        arrays = {
            name: to_array(value, f"{where}, {name!r}", self.text and name not in chosen)
            for name, value in columns.items()
        }
        rest = {name: array for name, array in arrays.items() if name not in chosen}
        x = next(iter(rest.values())) if len(rest) == 1 else rest
        return [x, _picked(arrays, self.y), _picked(arrays, self.sample_weight)]


def _listed(names: Names, argument: str) -> list[str]:
    found = [] if names is None else [names] if isinstance(names, str) else [*names]
    if not all(isinstance(name, str) for name in found):
        raise ArgumentError(
            f"{argument} of a data set with columns is the name of one, or a list of names",
            got=type(names).__name__,
        )
    return found


def _picked(arrays: Mapping[str, np.ndarray], names: Names) -> Any:
    if names is None or isinstance(names, str):
        return None if names is None else arrays[names]
    return {name: arrays[name] for name in names}


class TableBatches(RowBatches):
    """Batches of a data set with rows by number and columns by name, read as they are needed.

    Args:
        data: the data set.
        columns: which of its columns are targets and weights.
        batch_size: samples a batch; the last one may have fewer.
        shuffle: whether to reorder each epoch; "batch" keeps batches whole.
        class_weight: a weight by class.

    Raises:
        DataError: it is empty, or a column is missing.
    """

    def __init__(
        self,
        data: Any,
        columns: Columns,
        batch_size: int = 32,
        shuffle: bool | str = False,
        class_weight: Mapping[int, float] | None = None,
    ) -> None:
        if not len(data):
            raise DataError("the data is empty", where="x", got="0 samples")
        super().__init__(len(data), batch_size, shuffle)
        self._columns = columns.checked(data.column_names)
        self._class_weight = class_weight
        plain = getattr(data, "format", {}).get("type") is None
        self._data = data.with_format("numpy") if plain else data

    def _batch(self, number: int, rows: Any, size: int) -> Batch:
        columns = self._data[rows if isinstance(rows, slice) else rows.tolist()]
        x, y, weights = self._columns.parts(columns, f"batch {number}")
        if self._class_weight:
            weights = sample_weights(y, self._class_weight, weights)
        nan = rows_with_nan({"x": x, "y": y})
        return Batch(number, x, y, weights, size, next(iter(nan.values()), None))


class Stream(Iterated):
    """Batches of a data set with named columns that gives its rows one after the other.

    Neither its `skip` nor its state lead to the same rows where it shuffles, so it goes on in the
    midst of a pass by passing over the rows before.

    Args:
        data: the data set.
        columns: which of its columns are targets and weights.
        batch_size: samples a batch.
    """

    def __init__(self, data: Any, columns: Columns, batch_size: int = 32) -> None:
        super().__init__(data)
        self._columns = columns.checked(data.column_names)
        self._batch_size = batch_size

    @property
    def length(self) -> int | None:
        return None

    def items(self, number: int, start: int = 0) -> Iterator[Any]:
        data: Any = self._data
        data.set_epoch(number)
        for item, rows in enumerate(data.iter(self._batch_size)):
            if item >= start:
                yield tuple(self._columns.parts(rows, f"batch {item}"))

    def progress(self) -> dict[str, Any]:
        return {}
