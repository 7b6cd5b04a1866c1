"""Padding: batches of any length, by programs of few lengths.

A batch shorter than usual is filled up and the rows too many do not count. That is right only where
rows do not know of each other. In training and evaluation that has to be known of every part of the
step; in prediction it is seen: before the first time, the same program runs on two fillings, and a
model whose rows change with the filling is never filled up.
"""

from contextlib import suppress
from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.core.errors import TahrError
from tahr.core.scopes import StateScope
from tahr.core.sparse import is_matrix
from tahr.core.specs import TensorSpec
from tahr.training.data.batch import Batch, Filled, Group
from tahr.training.data.matrices import longer
from tahr.training.step.row_wise import is_row_wise
from tahr.training.step.running import run, run_step, step_for
from tahr.training.step.session import Session
from tahr.training.step.step import Step


def learn(session: Session, kind: str, batch: Batch, usual: int) -> Any:
    """Returns the figures for a batch, and learns from it where the kind is "train".

    Args:
        session: of a model, which is built here if need be.
        kind: "train" or "test".
        batch: one, or a group of them.
        usual: how many rows most batches have; 0 where that is not known.
    """
    if isinstance(batch, Group) and batch.size < batch.count * usual:
        return [learn(session, kind, single, usual) for single in batch.singles()][-1]
    if batch.suspect is not None or batch.size >= usual:
        return run(session, kind, batch)
    step = step_for(session, kind, batch)
    step.prepare(*batch.data)
    if step.mixes_rows is None:
        step.mixes_rows = not (step.is_compiled and is_row_wise(session.model))
    if step.mixes_rows:
        return run(session, kind, batch)
    try:
        return run(session, kind, _counting(batch, usual))
    except TahrError:
        _check_as_given(step, batch)
        raise


def _check_as_given(step: Step, batch: Batch) -> None:
    """Raises what is wrong with a batch in its own shapes, not in those it was filled up to."""
    specs = trees.map(lambda a: None if a is None else TensorSpec(a.shape, a.dtype), batch.data)
    with current.using("spec"), StateScope(), suppress(NotImplementedError):
        step.function(*specs)


def predict(session: Session, batch: Batch, usual: int, alone: bool) -> Any:
    """Returns the outputs for a batch, as many rows as it has.

    What fails on a batch that was filled up is tried on the batch as it is, whose shapes are the
    user's.

    Args:
        session: of a model, which is built here if need be.
        batch: its data is that of `size` rows.
        usual: how many rows most batches have.
        alone: whether there is no other batch; its outputs are waited for right away.
    """
    host = session.model.host_part
    if host is not None and host.is_whole:
        return host.finish(batch.x)
    length = bucket(batch.size, usual) if alone else max(batch.size, usual)
    step = step_for(session, "predict", batch)
    if length == batch.size or not step.is_compiled or step.mixes_rows:
        return run_step(step, "predict", batch, waits=alone)
    with suppress(Exception):
        if step.mixes_rows is not None:
            return _filled_up(session, batch, length, "edge")
        outputs = [_filled_up(session, batch, length, way) for way in ("edge", "constant")]
        step.mixes_rows = not _same(*outputs)
        if not step.mixes_rows:
            return outputs[0]
    return run(session, "predict", batch, waits=alone)


def _filled_up(session: Session, batch: Batch, length: int, way: Any) -> Any:
    """Returns the outputs for a batch by way of a longer one."""
    longer = Batch(batch.number, *_filled(batch, length, way), size=length)
    outputs = run(session, "predict", longer, waits=True)
    return trees.map(lambda a: current.to_numpy(a)[: batch.size], outputs)


def _counting(batch: Batch, length: int) -> Batch:
    """Returns a longer batch that says which of its rows count."""
    rows = np.arange(length) < batch.size
    return Filled(batch.number, *_filled(batch, length, "edge"), size=batch.size, rows=rows)


def bucket(size: int, usual: int) -> int:
    """Returns the length that a batch is filled up to.

    Example:
        >>> [bucket(size, usual=24) for size in (1, 3, 11, 20, 24, 25)]
        [1, 4, 16, 24, 24, 32]
    """
    power = 1 << (size - 1).bit_length()
    return min(power, usual) if size <= usual else power


def _filled(batch: Batch, length: int, way: Any) -> Any:
    def fill(array: Any) -> Any:
        if array is None:
            return None
        if is_matrix(array):
            return longer(array, length, way)
        more = length - len(array)
        return np.pad(current.to_numpy(array), [(0, more), *[(0, 0)] * (array.ndim - 1)], way)

    return trees.map(fill, batch.data)


def _same(one: Any, other: Any) -> bool:
    pairs = zip(trees.leaves(one), trees.leaves(other), strict=True)
    return all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)
