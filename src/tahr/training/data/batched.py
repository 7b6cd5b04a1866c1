"""Elements of a data set put together to batches."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tahr.core import trees
from tahr.training.data.crew import Crew
from tahr.training.data.elements import ElementSpec, stacked
from tahr.training.data.source import ENDLESS
from tahr.training.data.stages import Stage


class Batched(Stage):
    """Elements put together.

    Args:
        parent: gives them.
        size: how many at a time.
        drop_remainder: whether fewer at the end are left out.
        join: how they are put together.
    """

    def __init__(
        self,
        parent: Stage,
        size: int,
        drop_remainder: bool = False,
        join: Callable[[Sequence[Any]], Any] = stacked,
    ) -> None:
        super().__init__(parent)
        self.size: int = size
        self.drops: bool = drop_remainder
        self.join = join

    @property
    def joins_alike(self) -> bool:
        """Whether elements stay as they are in a batch."""
        return self.join is stacked

    @property
    def seeks(self) -> bool:
        return self.parents[0].seeks

    @property
    def length(self) -> int | None:
        whole = self.parents[0].length
        if whole is None or whole >= ENDLESS:
            return whole
        return whole // self.size if self.drops else -(-whole // self.size)

    def element(self, index: int, number: int) -> Any:
        parent = self.parents[0]
        stop = min((index + 1) * self.size, parent.length or 0)
        places = range(index * self.size, stop)
        found = parent.many(np.asarray(places), number) if self.joins_alike else None
        if found is not None:
            return found
        return self.join([parent.element(place, number) for place in places])

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        waiting: list[Any] = []
        for element in self.parents[0].run(number, start * self.size, crew):
            waiting.append(element)
            if len(waiting) == self.size:
                yield self.join(waiting)
                waiting = []
        if waiting and not self.drops:
            yield self.join(waiting)

    def spec(self) -> Any:
        size = self.size if self.drops else None
        same = self.joins_alike

        def told(spec: ElementSpec | None) -> ElementSpec | None:
            if spec is None:
                return None
            inner = spec.shape if same else (None,) * len(spec.shape[:1]) + spec.shape[1:]
            return ElementSpec((size, *inner), spec.dtype)

        return trees.map(told, self.parents[0].spec())
