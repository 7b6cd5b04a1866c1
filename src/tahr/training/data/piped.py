"""Batches of a `Dataset`, on their way into training."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from tahr.training.data.crew import Crew, read_ahead
from tahr.training.data.picked import Shuffled
from tahr.training.data.pipeline import Dataset
from tahr.training.data.source import ENDLESS, Source


class Piped(Source):
    """The elements of a `Dataset`.

    The order of a pass follows from the seeds in it and the number of the pass. Passes are counted
    over all trainings with a data set, so that another call of `fit` has another order.

    Args:
        data: the data set.
    """

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self._base = data.passes
        self._crew: Crew | None = None
        self._finish: Callable[[Any], Any] | None = None

    @property
    def by_number(self) -> bool:  # type: ignore[override]
        return self._data.stage.seeks

    @property
    def length(self) -> int | None:
        found = self._data.stage.length
        return None if found is None or found >= ENDLESS else found

    def items(self, number: int, start: int = 0) -> Iterator[Any]:
        data, place = self._data, self._base + number
        data.passes = max(data.passes, place + 1)
        self._crew = self._crew or data.crew()
        if data.stage.by_number:
            return data.stage.run(place, start, self._crew, self._finish)
        found = data.stage.run(place, start, self._crew)
        found = found if self._finish is None else map(self._finish, found)
        return read_ahead(found, self._crew.ahead, data.timeout) if self._crew.workers else found

    def through(self, finish: Callable[[Any], Any]) -> bool:
        self._finish = finish
        return True

    def named(self, number: int, item: int) -> str:
        return f"batch {item} of the data set"

    def preview(self) -> list[Any]:
        found = islice(self._data.stage.run(self._base), 1)
        return [*found] if self._finish is None else [*map(self._finish, found)]

    def state(self) -> dict[str, Any]:
        return {"base": self._base, "seeds": [stage.seed for stage in self._shuffled()]}

    def restore(self, number: int, state: dict[str, Any], progress: dict[str, Any]) -> None:
        self._base = state["base"]
        for stage, seed in zip(self._shuffled(), state["seeds"], strict=False):
            stage.seed = seed

    def _shuffled(self) -> Iterator[Shuffled]:
        return (stage for stage in self._data.stage.all() if isinstance(stage, Shuffled))

    def close(self) -> None:
        if self._crew is not None:
            self._crew.close()
        self._crew = None
