"""A batch on the host, and batches put together for one call."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tahr.core import trees


@dataclass
class Batch:
    """One batch on the host.

    Args:
        number: its place in the epoch, from zero.
        x: a tree of arrays.
        y: a tree of arrays, or None.
        sample_weight: a tree of arrays, or None.
        size: how many samples it holds.
        suspect: where a NaN stands in it, in words; None where there is none.
    """

    number: int
    x: Any
    y: Any
    sample_weight: Any
    size: int
    suspect: str | None = None

    @property
    def data(self) -> tuple[Any, ...]:
        """The three parts as a step takes them."""
        return self.x, self.y, self.sample_weight

    @property
    def last(self) -> int:
        """The number of the last batch in it: its own."""
        return self.number


@dataclass
class Group(Batch):
    """Batches of one size, one after the other along a new first axis of every array.

    Args:
        count: how many of them there are; arrays may be longer than that.
    """

    count: int = 1

    @property
    def last(self) -> int:
        return self.number + self.count - 1

    def batch(self, place: int) -> Batch:
        """Returns one of them."""
        cut = trees.map(lambda a: None if a is None else a[place], self.data)
        return Batch(self.number + place, *cut, size=self.size // self.count)

    def singles(self) -> "Iterator[Batch]":
        """Returns them one by one."""
        return (self.batch(place) for place in range(self.count))


@dataclass
class Filled(Batch):
    """A batch filled up with rows that do not count: its arrays are longer than its size.

    Args:
        rows: True for those that do, as many as there are in all.
    """

    rows: Any = None

    @property
    def data(self) -> tuple[Any, ...]:
        return (*super().data, self.rows)


def grouped(batches: Iterator[Batch], length: int, count: Callable[[], int]) -> Iterator[Batch]:
    """Puts batches like the first one together, as many as are wanted.

    Args:
        batches: of any shapes.
        length: how many a group has room for.
        count: is asked how many the next group may have.
    """
    usual: list[Any] | None = None
    waiting: list[Batch] = []
    wanted = 0
    failed: Exception | None = None
    while True:
        try:
            batch = next(batches, None)
        except Exception as error:  # what came before is handed on first
            batch, failed = None, error
        if batch is None:
            break
        usual = usual or _kinds(batch)
        if batch.suspect is not None or _kinds(batch) != usual:
            if waiting:
                yield joined(waiting, length)
                waiting = []
            yield batch
            continue
        wanted = wanted if waiting else count()
        waiting.append(batch)
        if len(waiting) >= wanted:
            yield joined(waiting, length)
            waiting = []
    if waiting:
        yield joined(waiting, length)
    if failed is not None:
        raise failed


def _kinds(batch: Batch) -> list[Any]:
    leaves, structure = trees.flatten(batch.data)
    return [structure, *(None if a is None else (a.shape, a.dtype) for a in leaves)]


def joined(batches: list[Batch], length: int) -> Group:
    """Puts batches of one kind into arrays that have room for so many."""

    def stacked(*parts: Any) -> Any:
        if parts[0] is None:
            return None
        room = np.zeros((length, *parts[0].shape), parts[0].dtype)
        np.stack(parts, out=room[: len(parts)])
        return room

    data = trees.map(stacked, *(b.data for b in batches))
    size = sum(b.size for b in batches)
    return Group(batches[0].number, *data, size=size, count=len(batches))
