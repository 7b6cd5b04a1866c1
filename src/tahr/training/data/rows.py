"""Batches out of rows that can be taken in any order."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

import numpy as np

from tahr.core import seeds
from tahr.core.errors import DataError
from tahr.training.data.batch import Batch
from tahr.training.data.batches import Batches


class RowBatches(Batches):
    """Batches of rows, in order or in a new random order each epoch.

    The order is a function of a seed and the number of the epoch: an epoch can be begun anywhere.

    Args:
        samples: how many rows there are.
        batch_size: samples a batch; the last one may have fewer.
        shuffle: whether to reorder each epoch; "batch" keeps batches whole.
    """

    def __init__(self, samples: int, batch_size: int = 32, shuffle: bool | str = False) -> None:
        self.samples = self._count = samples
        self.batch_size = batch_size
        self.shuffle = shuffle
        self._seed = seeds.order_seed() if shuffle else 0
        self._epoch = 0
        self._under_way = False

    @property
    def steps(self) -> int:
        found = -(-self._count // self.batch_size)
        return found if self.most is None else min(found, self.most)

    @property
    def usual_size(self) -> int:
        return self.batch_size

    def begin(self) -> np.ndarray | None:
        """Begins the next epoch, for those who cut its batches themselves.

        Returns:
            The rows in the order they are to be taken in; None where that is their own.
        """
        order = self._order()
        self._epoch += 1
        self._under_way = True
        return order

    def epoch(self, start: int = 0) -> Iterator[Batch]:
        order = self.begin()
        for number in range(start, self.steps):
            first = number * self.batch_size
            last = min(first + self.batch_size, self._count)
            rows: Any = slice(first, last) if order is None else order[first:last]
            yield self._batch(number, rows, last - first)
        self.finished()

    def finished(self) -> None:
        self._under_way = False

    def state(self) -> dict[str, Any]:
        return {**self._kind(), "seed": self._seed, "epoch": self._epoch - self._under_way}

    def restore(self, state: dict[str, Any]) -> None:
        if not self._kind().items() <= state.items():
            raise DataError("this position is that of other data", expected=self._kind(), got=state)
        self._seed, self._epoch = state["seed"], state["epoch"]
        self._under_way = False

    def _kind(self) -> dict[str, Any]:
        """Says what a position has to agree in to be one in these rows."""
        return {"rows": self._count, "batch_size": self.batch_size, "shuffle": self.shuffle}

    def sample(self) -> Batch:
        size = min(self.batch_size, self._count)
        return self._batch(0, slice(0, size), size)

    @abstractmethod
    def _batch(self, number: int, rows: Any, size: int) -> Batch:
        """Returns the batch of some rows: a slice, or an array of their numbers."""

    def _order(self) -> np.ndarray | None:
        if not self.shuffle:
            return None
        generator = seeds.generator(self._seed, self._epoch)
        if self.shuffle != "batch":
            return generator.permutation(self._count)
        whole = np.arange(self._count)
        parts = np.array_split(whole, range(self.batch_size, len(whole), self.batch_size))
        return np.concatenate([parts[i] for i in generator.permutation(len(parts))])
