"""Rounds: the batches of an epoch, run one by one or many in one call."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tahr.core import trees
from tahr.core.sparse import is_matrix
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.data.batch import Batch, Group
from tahr.training.data.batches import Batches
from tahr.training.pace import ENDLESS, Pace
from tahr.training.padding import learn
from tahr.training.running import build

ROOM = 8 * 2**20
"""Bytes of data that one call may be given."""
MOST = 64
"""Steps that one call may be given."""


class Rounds:
    """Goes through epochs of batches and runs each, alone or in company.

    Many steps run in one call where the engine gains by it and nobody wants to see every batch;
    or as many as `steps_per_execution` says.

    Args:
        model: compiled.
        kind: "train" or "test".
        batches: the data.
        calls: are told after each call.
        until: gives how many steps there may be before something else is due.
        singly: whether each batch is a call of its own, whatever else was asked for.
        usual: how many samples batches of each shape had so far; is kept up to date.
    """

    def __init__(
        self,
        model: Any,
        kind: str,
        batches: Batches,
        calls: CallbackList,
        until: Callable[[], int] = lambda: ENDLESS,
        singly: bool = False,
        usual: dict[str, int] | None = None,
    ) -> None:
        self._model, self._kind, self._batches = model, kind, batches
        self._wanted = 1 if singly else model.steps_per_execution
        self._watched = calls.watches(kind)
        self._until = until
        self._usual_sizes = {} if usual is None else usual
        self._pace: Pace | None = None

    def batches(self, start: int = 0) -> Iterator[Batch]:
        """Returns the batches of the next epoch, alone or in groups.

        Args:
            start: the number of the first.
        """
        return self._batches.grouped(start, self._length, self._count)

    def run(self, batch: Batch) -> Any:
        """Runs what `batches` gave; gives the outputs of the last step in it."""
        outputs = learn(self._model, self._kind, batch, self._usual(batch))
        if self._pace is not None:
            self._pace.began(batch.last - batch.number + 1, outputs)
        return outputs

    def _usual(self, batch: Batch) -> int:
        """Returns how many samples batches of this shape have where they are not the last."""
        if self._batches.usual_size is not None:
            return 0 if self._batches.steps == 1 else self._batches.usual_size
        count = batch.last - batch.number + 1
        arrays = [a for a in trees.leaves(batch.data) if a is not None]
        shape = str([a.shape[2 if isinstance(batch, Group) else 1 :] for a in arrays])
        self._usual_sizes[shape] = max(batch.size // count, self._usual_sizes.get(shape, 0))
        return self._usual_sizes[shape]

    def _count(self) -> int:
        if self._pace is not None:
            return self._pace.count()
        return 1 if self._wanted == "auto" else min(self._wanted, self._until())

    def _length(self, batch: Batch) -> int:
        """Returns how many batches like this one a group has room for; 1 for no groups."""
        if self._wanted != "auto":
            return int(self._wanted)
        if self._watched or self._model.run_eagerly:
            return 1
        most = room(self._model, self._kind, batch)
        if most == 1:
            return 1
        step = self._model.step(self._kind)
        if self._pace is None:
            self._pace = Pace(step.engine, most, self._until)
        return most


def room(model: Any, kind: str, batch: Batch) -> int:
    """Returns how many batches like this one are run in one call at most; 1 for one by one."""
    if any(map(is_matrix, trees.leaves(batch.data))):
        return 1
    build(model, batch)
    if not model.step(kind).loops(*batch.data):
        return 1
    size = sum(a.nbytes for a in trees.leaves(batch.data) if isinstance(a, np.ndarray))
    return max(1, min(MOST, ROOM // max(size, 1)))
