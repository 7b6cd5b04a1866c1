"""Rounds: the batches of an epoch, run one by one or many in one call."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tahr.core import trees
from tahr.core.sparse import is_matrix
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.data.batch import Batch, Group
from tahr.training.data.batches import Batches
from tahr.training.step.pace import ENDLESS, Pace
from tahr.training.step.padding import learn
from tahr.training.step.running import step_for
from tahr.training.step.session import Session

ROOM = 8 * 2**20
"""Bytes of data that one call may be given."""
MOST = 64
"""Steps that one call may be given."""


class Rounds:
    """Goes through epochs of batches and runs each, alone or in company.

    Many steps run in one call where the engine gains by it and nobody wants to see every batch;
    or as many as `steps_per_execution` says.

    Args:
        session: of a compiled model.
        kind: "train" or "test".
        batches: the data.
        calls: are told after each call.
        until: gives how many steps there may be before something else is due.
        singly: whether each batch is a call of its own, whatever else was asked for.
        usual: how many samples batches of each shape had so far; is kept up to date.
    """

    def __init__(
        self,
        session: Session,
        kind: str,
        batches: Batches,
        calls: CallbackList,
        until: Callable[[], int] = lambda: ENDLESS,
        singly: bool = False,
        usual: dict[str, int] | None = None,
    ) -> None:
        self._session, self._kind, self._batches = session, kind, batches
        self._wanted = 1 if singly else session.model.steps_per_execution
        self._watched = calls.watches(kind)
        self._until = until
        self._usual_sizes = {} if usual is None else usual
        self._pace: Pace | None = None

    def batches(self, start: int = 0) -> Iterator[Batch]:
        """Returns the batches of the next epoch, alone or in groups.

        Args:
            start: the number of the first.
        """
        return self._batches.grouped(start, self._prepared, self._count)

    def run(self, batch: Batch) -> Any:
        """Runs what `batches` gave; gives the outputs of the last step in it."""
        outputs = learn(self._session, self._kind, batch, self._usual(batch))
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
        return min(self._wanted, self._until()) if isinstance(self._wanted, int) else 1

    def _prepared(self, batch: Batch) -> int:
        """Prepares the step for batches like the first.

        Returns:
            How many of them a group has room for; 1 for no groups.
        """
        if isinstance(self._wanted, int):
            return self._wanted
        if self._watched or self._session.model.run_eagerly:
            return 1
        most = room(self._session, self._kind, batch)
        if most > 1 and self._pace is None:
            self._pace = Pace(self._session.engine, most, self._until)
        return most


def room(session: Session, kind: str, batch: Batch) -> int:
    """Returns how many batches like this one are run in one call at most; 1 for one by one."""
    if any(map(is_matrix, trees.leaves(batch.data))):
        return 1
    if not step_for(session, kind, batch).loops(*batch.data):
        return 1
    size = sum(a.nbytes for a in trees.leaves(batch.data) if isinstance(a, np.ndarray))
    return max(1, min(MOST, ROOM // max(size, 1)))
