"""Stages of a data set: where its elements come from, and what is done with them by number.

A stage gives the elements of pass after pass. Most can give any element by its number, so that
workers prepare several at a time and a pass can be begun anywhere; the others (`streams.py`) can
only be gone through.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

import numpy as np

from tahr.core import current, seeds, trees
from tahr.training.data.crew import Crew
from tahr.training.data.elements import ElementSpec, on_host, spec_of, stacked
from tahr.training.data.source import ENDLESS

HOST = ("numpy", "cpu")
HERE = Crew()
"""Prepares what is asked for where it is asked for."""


class Stage(ABC):
    """A stage of a data set.

    Args:
        parents: the stages whose elements it takes.
    """

    def __init__(self, *parents: "Stage") -> None:
        self.parents = parents

    @property
    def by_number(self) -> bool:
        """Whether any element can be had by its number."""
        return all(parent.by_number for parent in self.parents)

    @property
    def seeks(self) -> bool:
        """Whether a pass can be begun anywhere at no cost."""
        return self.by_number

    @property
    def length(self) -> int | None:
        """How many elements a pass has; None where that shows only at its end."""
        return self.parents[0].length

    @abstractmethod
    def element(self, index: int, number: int) -> Any:
        """Returns an element by its number.

        Args:
            index: which.
            number: of which pass.
        """

    def many(self, places: np.ndarray, number: int) -> Any:
        """Returns several elements as a batch where that takes one step; else None.

        Args:
            places: their numbers.
            number: of which pass.
        """
        return None

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        """Goes through a pass, where elements cannot be had by number."""
        raise NotImplementedError

    def run(
        self,
        number: int,
        start: int = 0,
        crew: Crew = HERE,
        finish: Callable[[Any], Any] | None = None,
    ) -> Iterator[Any]:
        """Goes through a pass.

        Args:
            number: which.
            start: the element to begin with.
            crew: the workers that prepare what can be had by number.
            finish: what the workers do with elements besides, where these can be had by number.
        """
        if not self.by_number:
            return self.each(number, start, crew)
        length = self.length or 0
        places = count(start) if length >= ENDLESS else range(start, length)
        return crew.items(Pass(self, number), places, id(self), finish)

    def first(self) -> Any:
        """Returns the first element of the first pass."""
        return next(self.run(0))

    def spec(self) -> Any:
        """Returns the shapes and dtypes of elements."""
        return self.parents[0].spec()

    def all(self) -> Iterator["Stage"]:
        """Goes through this stage and all before it."""
        yield self
        for parent in self.parents:
            yield from parent.all()


class Pass:
    """The elements of one pass by number, as workers get them.

    Args:
        stage: gives them.
        number: of the pass.
    """

    def __init__(self, stage: Stage, number: int) -> None:
        self._stage, self._number = stage, number

    def __getitem__(self, index: int) -> Any:
        return self._stage.element(index, self._number)


class Read(Stage):
    """Elements that a function reads.

    Args:
        read: of a number, the element.
        length: how many there are.
        spec: their shapes and dtypes; those of the first by default.
    """

    def __init__(self, read: Callable[[int], Any], length: int, spec: Any = None) -> None:
        super().__init__()
        self._read, self._length, self._spec = read, length, spec

    @property
    def by_number(self) -> bool:
        return True

    @property
    def length(self) -> int:
        return self._length

    def element(self, index: int, number: int) -> Any:
        return self._read(index)

    def many(self, places: np.ndarray, number: int) -> Any:
        read = getattr(self._read, "many", None)
        return None if read is None else read(places)

    def spec(self) -> Any:
        return spec_of(self.first()) if self._spec is None else self._spec


class Mapped(Stage):
    """What a function makes of elements, on the host.

    Args:
        parent: gives them.
        function: of an element; of its parts, where it is a tuple.
        parallel: whether several may be made at a time, in any order.
    """

    def __init__(self, parent: Stage, function: Callable[..., Any], parallel: bool) -> None:
        super().__init__(parent)
        self._function, self._parallel = function, parallel

    @property
    def by_number(self) -> bool:
        return self._parallel and super().by_number

    @property
    def seeks(self) -> bool:
        return self.parents[0].seeks

    def _made(self, element: Any) -> Any:
        with current.using(*HOST):
            return on_host(called(self._function, element))

    def element(self, index: int, number: int) -> Any:
        return self._made(self.parents[0].element(index, number))

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        return map(self._made, self.parents[0].run(number, start, crew))

    def spec(self) -> Any:
        before = self.parents[0].first()
        lengths = {len(a) for a in trees.leaves(before) if np.ndim(a)}
        opened = any(s and s.shape[:1] == (None,) for s in trees.leaves(self.parents[0].spec()))

        def told(spec: ElementSpec | None) -> ElementSpec | None:
            if spec is None or not opened or spec.shape[0:1] == () or spec.shape[0] not in lengths:
                return spec
            return ElementSpec((None, *spec.shape[1:]), spec.dtype)

        return trees.map(told, spec_of(self._made(before)))


def called(function: Callable[..., Any], element: Any) -> Any:
    """Calls a function on an element; the parts of a tuple are arguments."""
    return function(*element) if isinstance(element, tuple) else function(element)


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
