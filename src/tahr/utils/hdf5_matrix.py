"""Part of an HDF5 file in place of an array."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from tahr.core.errors import ArgumentError


class HDF5Matrix:
    """Rows of a data set in an HDF5 file, read when they are asked for.

    Args:
        datapath: the file.
        dataset: the name of the data set in it.
        start: the first row.
        end: the row before which it ends; the last one by default.
        normalizer: called with what is read.

    Raises:
        ArgumentError: a row is asked for that is not there.

    Example:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "data.h5"
        >>> with h5py.File(path, "w") as file:
        ...     file["x"] = np.arange(6).reshape(3, 2)
        >>> matrix = HDF5Matrix(path, "x", start=1)
        >>> matrix.shape, matrix[0].tolist()
        ((2, 2), [2, 3])
    """

    def __init__(
        self,
        datapath: str | Path,
        dataset: str,
        start: int = 0,
        end: int | None = None,
        normalizer: Callable[[Any], Any] | None = None,
    ) -> None:
        path: Any = datapath
        self._file = h5py.File(path, "r")
        self.data: Any = self._file[dataset]
        self.start = start
        self.end: Any | int = self.data.shape[0] if end is None else end
        self.normalizer = normalizer

    def __len__(self) -> int:
        return self.end - self.start

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            first, last, step = key.indices(len(self))
            found = self.data[first + self.start : last + self.start : step]
        elif np.ndim(key):
            rows = np.asarray(key)
            rows = np.flatnonzero(rows) if rows.dtype == bool else rows
            order, back = np.unique(rows, return_inverse=True)
            if len(order) and not 0 <= order[0] <= order[-1] < len(self):
                raise self._beyond(key)
            found = self.data[(order + self.start).tolist()][back]
        else:
            if not -len(self) <= key < len(self):
                raise self._beyond(key)
            found = self.data[range(len(self))[key] + self.start]
        return found if self.normalizer is None else self.normalizer(found)

    def _beyond(self, key: Any) -> ArgumentError:
        return ArgumentError(
            "there is no such row", where="HDF5Matrix", expected=f"below {len(self)}", got=key
        )

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self[:], dtype=dtype)

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths, the number of rows first."""
        return (len(self), *self.data.shape[1:])

    @property
    def dtype(self) -> Any:
        """The type of the elements."""
        return self.data.dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self.data.ndim

    @property
    def size(self) -> int:
        """The number of elements."""
        return int(np.prod(self.shape))
