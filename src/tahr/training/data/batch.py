"""What every source of data gives: batches, one after the other."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
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
    def data(self) -> tuple[Any, Any, Any]:
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
        """Gives one of them."""
        cut = trees.map(lambda a: None if a is None else a[place], self.data)
        return Batch(self.number + place, *cut, size=self.size // self.count)

    def singles(self) -> "Iterator[Batch]":
        """Gives them one by one."""
        return (self.batch(place) for place in range(self.count))


class Batches(ABC):
    """A source of batches that can be gone through epoch by epoch."""

    samples: int | None = None
    """How many samples an epoch has, where that is known."""

    @abstractmethod
    def epoch(self) -> Iterator[Batch]:
        """Gives the batches of the next epoch."""

    def grouped(
        self, start: int, length: Callable[[Batch], int], count: Callable[[], int]
    ) -> Iterator[Batch]:
        """Gives the batches of the next epoch in groups, and what fits into none by itself.

        Args:
            start: the number of the first batch.
            length: is asked, with the first batch, how many a group is to have room for.
            count: is asked, before each group, how many it may have.
        """
        batches = islice(self.epoch(), start, None)
        first = next(batches, None)
        if first is None:
            return iter(())
        room = length(first)
        every = chain([first], batches)
        return every if room == 1 else _grouped(every, room, count)

    @property
    @abstractmethod
    def steps(self) -> int | None:
        """How many batches an epoch has, where that is known."""

    @abstractmethod
    def sample(self) -> Batch:
        """Gives a batch like those to come, without going on in the data."""

    def targets(self) -> Any:
        """Gives all targets at once, where they are in memory."""
        return None

    def finished(self) -> None:  # noqa: B027
        """Is told when an epoch has been gone through; most sources do not mind."""


def _grouped(batches: Iterator[Batch], length: int, count: Callable[[], int]) -> Iterator[Batch]:
    """Puts batches of one size together, as many as are wanted."""
    waiting: list[Batch] = []
    wanted = count()
    for batch in batches:
        fits = batch.suspect is None and (not waiting or _alike(waiting[0], batch))
        if waiting and (not fits or len(waiting) >= wanted):
            yield _joined(waiting, length)
            waiting, wanted = [], count()
        if batch.suspect is None:
            waiting.append(batch)
        else:
            yield batch
    if waiting:
        yield _joined(waiting, length)


def _alike(one: Batch, other: Batch) -> bool:
    return [_kind(a) for a in trees.leaves(one.data)] == [
        _kind(a) for a in trees.leaves(other.data)
    ]


def _kind(array: Any) -> Any:
    return None if array is None else (array.shape, array.dtype)


def _joined(batches: list[Batch], length: int) -> Batch:
    if len(batches) == 1:
        return batches[0]

    def stacked(*parts: Any) -> Any:
        if parts[0] is None:
            return None
        room = np.empty((length, *parts[0].shape), parts[0].dtype)
        return np.stack(parts, out=room[: len(parts)]).base

    data = trees.map(stacked, *(b.data for b in batches))
    size = sum(b.size for b in batches)
    return Group(batches[0].number, *data, size=size, count=len(batches))
