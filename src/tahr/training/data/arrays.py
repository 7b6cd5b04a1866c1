"""Batches cut from arrays in memory."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.core.sparse import is_matrix
from tahr.engines.base import Engine
from tahr.training.data.batch import Batch, Group
from tahr.training.data.checks import rows_with_nan, same_length
from tahr.training.data.class_weight import sample_weights
from tahr.training.data.matrices import spread
from tahr.training.data.rows import RowBatches

PART = 1024
"""Rows that are prepared at a time."""

HELD = 2**30
"""Bytes of data that are moved to a device as a whole."""
LOOKED_AT = 32
"""Rows that a fingerprint is made of, at most."""
READ = 2**20
"""Bytes that it is made of, at most, unless a single row has more."""


class ArrayBatches(RowBatches):
    """Batches of arrays, in order or in a new random order each epoch.

    Args:
        x: a tree of arrays.
        y: a tree of arrays, or None.
        sample_weight: a tree of arrays, or None.
        batch_size: samples a batch; the last one may have fewer.
        shuffle: whether to reorder each epoch; "batch" keeps batches whole.
        class_weight: a weight by class.

    Raises:
        DataError: the arrays are empty or differ in length.
    """

    def __init__(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        batch_size: int = 32,
        shuffle: bool | str = False,
        class_weight: Mapping[int, float] | None = None,
    ) -> None:
        named = {"x": x, "y": y, "sample_weight": sample_weight}
        super().__init__(same_length(named), batch_size, shuffle)
        if class_weight:
            sample_weight = sample_weights(y, class_weight, sample_weight)
        self._arrays = (x, y, sample_weight)
        self._targets = None if any(map(is_matrix, trees.leaves(y))) else y
        self._home: Engine[Any] | None = None
        self._nan = rows_with_nan({"x": x, "y": y, "sample_weight": sample_weight})

    def targets(self) -> Any:
        return self._targets

    def prepared(self, prepare: Callable[[Any], Any], limit: int) -> "ArrayBatches | None":
        """Returns the same batches of prepared inputs, where these are small enough to be kept.

        Args:
            prepare: called with the inputs, some rows at a time; what it returns for a row must not
                depend on the others.
            limit: in bytes, judged by the first rows.
        """
        x, y, weights = self._arrays

        def part(start: int) -> Any:
            return prepare(trees.map(lambda a: a[start : start + PART], x))

        first = part(0)
        size = sum(a.nbytes for a in trees.leaves(first))
        if size * self._count > limit * min(PART, self._count):
            return None
        parts = [first, *(part(start) for start in range(PART, self._count, PART))]
        whole = trees.map(lambda *rows: np.concatenate(rows), *parts)
        made = ArrayBatches(whole, y, weights, self.batch_size, self.shuffle)
        made.restore(self.state())
        return made

    def fingerprint(self) -> int | None:
        first = trees.leaves(self._batch(0, slice(0, 1), 1).data)
        size = sum(current.to_numpy(a).nbytes for a in first if a is not None)
        count = max(1, min(LOOKED_AT, READ // max(size, 1), self._count))
        rows = np.unique(np.linspace(0, self._count - 1, count).astype("int64"))
        check = 0
        for array in trees.leaves(self._batch(0, rows, len(rows)).data):
            if array is not None:
                check = zlib.crc32(_bytes(current.to_numpy(array)), check)
        return check

    def hold(self, engine: Engine[Any]) -> None:
        """Moves the arrays to the engine's device once, if they are not too large for that."""
        leaves = trees.leaves(self._arrays)
        size = sum(a.nbytes for a in leaves if isinstance(a, np.ndarray))
        if size <= HELD and not any(map(is_matrix, leaves)):
            self._home = engine
            self._arrays = trees.map(
                lambda a: None if a is None else engine.asarray(a), self._arrays
            )

    def grouped(
        self, start: int, length: Callable[[Batch], int], count: Callable[[], int]
    ) -> Iterator[Batch]:
        room = length(self.sample())
        if room == 1 or self._nan:
            return self.epoch(start)
        return self._groups(start, room, count)

    def _groups(self, start: int, length: int, count: Callable[[], int]) -> Iterator[Batch]:
        order = self.begin()
        full = min((self.samples or 0) // self.batch_size, self.steps)
        number = start
        while number < full:
            taken = min(count(), length, full - number)
            yield self._group(number, taken, length, order)
            number += taken
        if number < self.steps:
            rows = slice(number * self.batch_size, self.samples)
            yield self._batch(
                number, rows if order is None else order[rows], (self.samples or 0) - rows.start
            )
        self.finished()

    def _group(self, number: int, count: int, length: int, order: np.ndarray | None) -> Group:
        size = self.batch_size
        rows = slice(number * size, (number + count) * size)

        def cut(array: Any) -> Any:
            if array is None:
                return None
            if self._home is not None:
                chosen = np.zeros(length * size, "int32")
                chosen[: count * size] = _numbers(rows) if order is None else order[rows]
                return self._home.reshape(
                    self._taken(array, chosen), (length, size, *array.shape[1:])
                )
            room = np.zeros((length * size, *array.shape[1:]), array.dtype)
            part = room[: count * size]
            if order is None:
                part[...] = array[rows]
            else:
                np.take(array, order[rows], axis=0, out=part, mode="clip")
            return room.reshape(length, size, *array.shape[1:])

        data = trees.map(cut, self._arrays)
        return Group(number, *data, size=count * size, count=count)

    def _batch(self, number: int, rows: Any, size: int) -> Batch:
        cut = trees.map(lambda a: None if a is None else self._taken(a, rows), self._arrays)
        cut = (cut[0], *trees.map(spread, cut[1:]))
        return Batch(number, *cut, size=size, suspect=self._suspect(rows))

    def _taken(self, array: Any, rows: Any) -> Any:
        if self._home is None:
            return array[rows]
        return self._home.take(array, self._home.asarray(_numbers(rows), "int32"), 0)

    def _suspect(self, rows: Any) -> str | None:
        if not self._nan:
            return None
        chosen = range(rows.start, rows.stop) if isinstance(rows, slice) else rows.tolist()
        return next((self._nan[row] for row in chosen if row in self._nan), None)


def _numbers(rows: slice | np.ndarray) -> np.ndarray:
    return np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows


def _bytes(array: np.ndarray) -> bytes:
    """Returns what tells the rows of an array apart; text is held by reference."""
    return repr(array.tolist()).encode() if array.dtype.hasobject else array.tobytes()
