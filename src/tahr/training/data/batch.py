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


def grouped(batches: Iterator[Batch], length: int, count: Callable[[], int]) -> Iterator[Batch]:
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
