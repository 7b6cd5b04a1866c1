"""Items of a data set that gives them by number, prepared by workers."""

import logging
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from logging import Logger
from typing import Any

from tahr.core import seeds
from tahr.training.data import snapshots
from tahr.training.data.crew import Crew, Keyed
from tahr.training.data.dataset import PyDataset
from tahr.training.data.source import Source

log: Logger = logging.getLogger("tahr")
NO_CHANGE = PyDataset.on_epoch_end


@dataclass
class Told:
    """How often a data set has been told that an epoch began or ended, and gone through."""

    begun: int = 0
    ended: int = 0
    passes: int = 0


_TOLD: dict[int, Told] = {}


def _told(data: PyDataset) -> Told:
    """Returns the counts of a data set, which may be used for one training after another."""
    if id(data) not in _TOLD:
        _TOLD[id(data)] = Told()
        weakref.finalize(data, _TOLD.pop, id(data), None)
    return _TOLD[id(data)]


class Item:
    """Gives items of a data set, the same in each pass.

    Args:
        data: the data set.
    """

    def __init__(self, data: PyDataset) -> None:
        self._data = data

    def __call__(self, index: int, number: int) -> Any:
        return self._data[index]


class Numbered(Source):
    """Items of a `PyDataset`.

    Args:
        data: the data set.
        shuffle: whether to take them in a random order, another each pass; not where there is
            no end.
    """

    by_number = True

    def __init__(self, data: PyDataset, shuffle: bool = False) -> None:
        self._data = data
        self._shuffle = shuffle
        self._seed = seeds.default_seed() if shuffle else 0
        self._base = _told(data).passes
        self._crew = Crew()
        self._begun = False
        self._finish: Callable[[Any], Any] | None = None

    @property
    def length(self) -> int | None:
        return self._data.num_batches

    def items(self, number: int, start: int = 0) -> Iterator[Any]:
        data, crew = self._data, self._crew
        crew.workers, crew.processes = data.workers, data.use_multiprocessing
        crew.ahead, crew.timeout = max(1, data.max_queue_size), data.timeout
        place, told = self._base + number, _told(data)
        told.passes = max(told.passes, place + 1)
        return crew.items(Item(data), self._indices(number, start), place, finish=self._finish)

    def named(self, number: int, item: int) -> str:
        index = next(self._indices(number, item), item)
        return f"batch {index} of {type(self._data).__name__}"

    def through(self, finish: Callable[[Any], Any]) -> bool:
        self._finish = finish
        return True

    def preview(self) -> list[Any]:
        if self.length == 0:
            return []
        item = Keyed(Item(self._data))[0, self._base]
        return [item if self._finish is None else self._finish(item)]

    def _indices(self, number: int, start: int) -> Iterator[int]:
        length = self.length
        if length is None:
            return count(start)
        if not self._shuffle:
            return iter(range(start, length))
        return iter(seeds.generator(self._seed, number).permutation(length)[start:].tolist())

    # Epochs.

    def begin(self) -> None:
        if not self._begun:
            told = _told(self._data)
            told.begun = told.ended + 1
            self._data.on_epoch_begin()
        self._begun = False

    def end(self) -> None:
        _told(self._data).ended += 1
        self._data.on_epoch_end()

    def state(self) -> dict[str, Any]:
        ended = _told(self._data).ended
        found: dict[str, Any] = {"seed": self._seed, "base": self._base, "epochs": ended}
        own = snapshots.take(self._data)
        return found if own is None else {**found, "data": own}

    def restore(self, number: int, state: dict[str, Any], progress: dict[str, Any]) -> None:
        self._seed, self._base = state["seed"], state.get("base", 0)
        told = _told(self._data)
        if "data" in state:
            snapshots.put_back(self._data, state["data"])
            told.begun = told.ended = state["epochs"]
            return
        if told.ended > state["epochs"] and type(self._data).on_epoch_end is not NO_CHANGE:
            log.warning(
                "%s has gone through %d epochs and cannot go back to the start of the %dth: "
                "make it anew, or give it state_dict and load_state_dict",
                type(self._data).__name__, told.ended, state["epochs"] + 1,
            )  # fmt: skip
        while told.ended < state["epochs"]:
            if told.begun == told.ended:
                self.begin()
            self.end()
        self._begun = told.begun == told.ended + 1 and told.ended == state["epochs"]

    def close(self) -> None:
        self._crew.close()
