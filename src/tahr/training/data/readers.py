"""What a data set in memory is made of: rows and numbers, by number, and how rows are filled up."""

from typing import Any

import numpy as np

from tahr.core import trees
from tahr.core.errors import DataError, told
from tahr.training.data.elements import on_host, padded


class Rows:
    """The rows of arrays by number.

    Args:
        arrays: of one length, alone or in tuples and dicts.
    """

    def __init__(self, arrays: Any) -> None:
        self._arrays = on_host(arrays)
        lengths = {len(a) for a in trees.leaves(self._arrays) if np.ndim(a)}
        if len(lengths) != 1:
            raise DataError(
                "rows are made of arrays of one length", where="Dataset", got=told(sorted(lengths))
            )
        self._length = lengths.pop()

    def __len__(self) -> int:
        return self._length

    def __call__(self, index: int) -> Any:
        return trees.map(lambda a: None if a is None else a[index], self._arrays)

    def many(self, places: np.ndarray) -> Any:
        """Returns several rows as arrays."""
        return trees.map(lambda a: None if a is None else a[places], self._arrays)


class Counting:
    """Numbers, by number.

    Args:
        start: the first.
    """

    def __init__(self, start: int) -> None:
        self._start = start

    def __call__(self, index: int) -> np.ndarray:
        return np.asarray(self._start + index, "int64")


class Padding:
    """Puts elements together, filled up to the longest.

    Args:
        value: what they are filled up with.
    """

    def __init__(self, value: float) -> None:
        self._value = value

    def __call__(self, elements: Any) -> Any:
        return padded(elements, self._value)
