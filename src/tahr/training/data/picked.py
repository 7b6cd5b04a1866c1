"""Elements of a data set in another choice or order: some of them, several times, or mixed."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import numpy as np

from tahr.core import seeds
from tahr.training.data.crew import Crew
from tahr.training.data.source import ENDLESS
from tahr.training.data.stages import Stage


class Part(Stage):
    """Some elements of all: from one on, up to one, one in so many.

    Args:
        parent: gives them.
        places: which.
    """

    def __init__(self, parent: Stage, places: slice) -> None:
        super().__init__(parent)
        self._places = places

    @property
    def length(self) -> int | None:
        whole = self.parents[0].length
        return None if whole is None else _left(whole, self._places)

    def element(self, index: int, number: int) -> Any:
        return self.parents[0].element(self._at(index), number)

    def many(self, places: np.ndarray, number: int) -> Any:
        return self.parents[0].many(self._at(places), number)

    def _at(self, index: Any) -> Any:
        return (self._places.start or 0) + index * (self._places.step or 1)

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        first, stop, step = self._places.start or 0, self._places.stop, self._places.step or 1
        place = first + start * step
        if stop is not None and place >= stop:
            return
        for now, element in enumerate(self.parents[0].run(number, place, crew), place):
            if not (now - place) % step:
                yield element
            if stop is not None and now + 1 >= stop:
                return


def _left(whole: int, places: slice) -> int:
    if whole >= ENDLESS and places.stop is None:
        return ENDLESS
    stop = whole if places.stop is None else min(places.stop, whole)
    return len(range(places.start or 0, stop, places.step or 1))


class Repeated(Stage):
    """All elements several times, or without an end.

    Args:
        parent: gives them.
        times: how often; None for no end.
    """

    def __init__(self, parent: Stage, times: int | None) -> None:
        super().__init__(parent)
        self._times = times

    @property
    def by_number(self) -> bool:
        return bool(self.parents[0].length) and super().by_number

    @property
    def length(self) -> int | None:
        whole = self.parents[0].length
        if whole is None or not whole:
            return whole
        return ENDLESS if self._times is None else min(whole * self._times, ENDLESS)

    def _inner(self, number: int, turn: int) -> int:
        return turn if self._times is None else number * self._times + turn

    def element(self, index: int, number: int) -> Any:
        turn, place = divmod(index, self.parents[0].length or 1)
        return self.parents[0].element(place, self._inner(number, turn))

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        for turn in count() if self._times is None else range(self._times):
            given = 0
            for given, element in enumerate(
                self.parents[0].run(self._inner(number, turn), 0, crew), 1
            ):
                if given > start:
                    yield element
            if not given:
                return
            start = max(0, start - given)


class Shuffled(Stage):
    """Elements in a random order.

    Args:
        parent: gives them.
        buffer: among how many each is drawn, where they cannot be had by number.
        seed: of the order.
        anew: whether each pass has an order of its own.
    """

    def __init__(self, parent: Stage, buffer: int, seed: int, anew: bool) -> None:
        super().__init__(parent)
        self.seed = seed
        self._buffer, self._anew = buffer, anew
        self._known: tuple[Any, np.ndarray] = ((), np.zeros(0, "int64"))

    @property
    def by_number(self) -> bool:
        return super().by_number and (self.length or 0) < ENDLESS

    def _order(self, number: int) -> np.ndarray:
        key = (self.seed, number if self._anew else 0)
        known = self._known
        if known[0] != key or len(known[1]) != self.length:
            known = self._known = (key, seeds.generator(*key).permutation(self.length or 0))
        return known[1]

    def element(self, index: int, number: int) -> Any:
        return self.parents[0].element(int(self._order(number)[index]), number)

    def many(self, places: np.ndarray, number: int) -> Any:
        return self.parents[0].many(self._order(number)[places], number)

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        draw = seeds.generator(self.seed, number if self._anew else 0)
        buffer: list[Any] = []
        given = 0
        for element in self.parents[0].run(number, 0, crew):
            if len(buffer) < self._buffer:
                buffer.append(element)
                continue
            place = int(draw.integers(self._buffer))
            taken, buffer[place] = buffer[place], element
            given += 1
            if given > start:
                yield taken
        rest = [buffer[i] for i in draw.permutation(len(buffer)).tolist()]
        yield from rest[max(0, start - given) :]
