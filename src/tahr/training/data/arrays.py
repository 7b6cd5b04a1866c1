"""Batches cut from arrays in memory."""

from collections.abc import Mapping
from typing import Any

from tahr.core import trees
from tahr.training.data.batch import Batch
from tahr.training.data.checks import rows_with_nan, same_length
from tahr.training.data.class_weight import sample_weights
from tahr.training.data.rows import RowBatches


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
        self._nan = rows_with_nan({"x": x, "y": y})

    def targets(self) -> Any:
        return self._arrays[1]

    def _batch(self, number: int, rows: Any, size: int) -> Batch:
        cut = trees.map(lambda a: None if a is None else a[rows], self._arrays)
        return Batch(number, *cut, size=size, suspect=self._suspect(rows))

    def _suspect(self, rows: Any) -> str | None:
        if not self._nan:
            return None
        chosen = range(rows.start, rows.stop) if isinstance(rows, slice) else rows.tolist()
        return next((self._nan[row] for row in chosen if row in self._nan), None)
