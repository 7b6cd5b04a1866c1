"""Padding: predictions for batches of any length, by programs of few lengths.

A batch shorter than usual is filled up to a power of two and the rows too many are dropped. That
is right only where rows do not know of each other: before the first time, the same program runs
on two fillings, and a model whose rows change with the filling is never filled up.
"""

from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.training.data.batch import Batch
from tahr.training.running import build, run
from tahr.training.step import Step


def predict(model: Any, batch: Batch, usual: int, waits: bool = False) -> Any:
    """Gives the outputs for a batch, as many rows as it has.

    Args:
        model: built here if need be.
        batch: its data is that of `size` rows.
        usual: how many rows most batches have.
        waits: whether the outputs are waited for before the data may change.
    """
    length = bucket(batch.size, usual)
    build(model, batch)
    step: Step = model.step("predict")
    if length == batch.size or not step.is_compiled or step.mixes_rows:
        return run(model, "predict", batch, waits)
    if step.mixes_rows is None:
        outputs = [_filled_up(model, batch, length, way) for way in ("edge", "constant")]
        step.mixes_rows = not _same(*outputs)
        return run(model, "predict", batch, waits) if step.mixes_rows else outputs[0]
    return _filled_up(model, batch, length, "edge")


def _filled_up(model: Any, batch: Batch, length: int, way: Any) -> Any:
    """Gives the outputs for a batch by way of a longer one."""
    outputs = run(model, "predict", _filled(batch, length, way), waits=True)
    return trees.map(lambda a: current.to_numpy(a)[: batch.size], outputs)


def bucket(size: int, usual: int) -> int:
    """Gives the length that a batch is filled up to.

    Example:
        >>> [bucket(size, usual=24) for size in (1, 3, 11, 20, 24, 25)]
        [1, 4, 16, 24, 24, 32]
    """
    power = 1 << (size - 1).bit_length()
    return min(power, usual) if size <= usual else power


def _filled(batch: Batch, length: int, way: Any) -> Batch:
    more = length - batch.size

    def fill(array: Any) -> Any:
        if array is None:
            return None
        return np.pad(array, [(0, more), *[(0, 0)] * (array.ndim - 1)], way)

    return Batch(batch.number, *trees.map(fill, batch.data), size=length)


def _same(one: Any, other: Any) -> bool:
    pairs = zip(trees.leaves(one), trees.leaves(other), strict=True)
    return all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)
