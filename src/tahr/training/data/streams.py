"""Stages of a data set that are gone through, or that join several."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from tahr.core import current, item_keys
from tahr.core.errors import DataError
from tahr.training.data.crew import Crew, read_ahead
from tahr.training.data.elements import on_host, rows, spec_of
from tahr.training.data.mapped import HOST, called
from tahr.training.data.source import ENDLESS
from tahr.training.data.stages import Stage


class Stream(Stage):
    """A stage whose elements cannot be had by number."""

    @property
    def by_number(self) -> bool:
        return False

    def element(self, index: int, number: int) -> Any:
        """Raises: there is no element by number."""
        raise DataError("the elements of this data set have no numbers", todo="loop over it")

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        return islice(self.whole(number, crew), start, None)

    def whole(self, number: int, crew: Crew) -> Iterator[Any]:
        """Goes through a pass from its start."""
        raise NotImplementedError


class Generated(Stream):
    """What iterators give that a function makes.

    Args:
        make: called anew for each pass.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        super().__init__()
        self._make = make

    @property
    def length(self) -> int | None:
        return None

    def whole(self, number: int, crew: Crew) -> Iterator[Any]:
        return map(on_host, iter(self._make()))

    def spec(self) -> Any:
        return spec_of(self.first())


class Filtered(Stream):
    """The elements that a function says yes to.

    Args:
        parent: gives them.
        predicate: of an element; of its parts, where it is a tuple.
    """

    def __init__(self, parent: Stage, predicate: Callable[..., Any]) -> None:
        super().__init__(parent)
        self._predicate = predicate

    @property
    def length(self) -> int | None:
        return None

    def whole(self, number: int, crew: Crew) -> Iterator[Any]:
        for element in self.parents[0].run(number, 0, crew):
            with current.using(*HOST):
                stays = bool(current.to_numpy(called(self._predicate, element)))
            if stays:
                yield element


class Unbatched(Stream):
    """Batches taken apart.

    Args:
        parent: gives them.
    """

    @property
    def length(self) -> int | None:
        return None

    def whole(self, number: int, crew: Crew) -> Iterator[Any]:
        for element in self.parents[0].run(number, 0, crew):
            yield from rows(element)

    def spec(self) -> Any:
        return spec_of(self.first())


class Kept(Stage):
    """Elements that are prepared once and kept in memory.

    Args:
        parent: gives them.
    """

    def __init__(self, parent: Stage) -> None:
        super().__init__(parent)
        self._kept: dict[int, Any] = {}
        self._whole: int | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_kept": {}, "_whole": None}

    @property
    def by_number(self) -> bool:
        return self._whole is not None or super().by_number

    @property
    def length(self) -> int | None:
        return super().length if self._whole is None else self._whole

    def element(self, index: int, number: int) -> Any:
        if index not in self._kept:
            step = sum(isinstance(stage, Kept) for stage in self.all())
            with item_keys.preparing(index, 0, step):
                self._kept[index] = self.parents[0].element(index, 0)
        return self._kept[index]

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        found: dict[int, Any] = {}
        for place, element in enumerate(self.parents[0].run(0, 0, crew)):
            found[place] = element
            if place >= start:
                yield element
        self._kept, self._whole = found, len(found)


class Ahead(Stage):
    """Elements that are prepared before they are asked for.

    Args:
        parent: gives them.
        ahead: how many, where they cannot be had by number.
    """

    def __init__(self, parent: Stage, ahead: int) -> None:
        super().__init__(parent)
        self._ahead = ahead

    @property
    def seeks(self) -> bool:
        return self.parents[0].seeks

    def element(self, index: int, number: int) -> Any:
        return self.parents[0].element(index, number)

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        found = self.parents[0].run(number, start, crew)
        return read_ahead(found, self._ahead) if crew.workers else found


class Zipped(Stage):
    """The elements of several data sets side by side, as tuples."""

    @property
    def length(self) -> int | None:
        lengths = [parent.length for parent in self.parents]
        known = [length for length in lengths if length is not None]
        return min(known) if len(known) == len(lengths) else None

    def element(self, index: int, number: int) -> Any:
        return tuple(parent.element(index, number) for parent in self.parents)

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        return zip(*(parent.run(number, start, crew) for parent in self.parents), strict=False)

    def spec(self) -> Any:
        return tuple(parent.spec() for parent in self.parents)


class Chained(Stage):
    """The elements of one data set after those of another."""

    @property
    def by_number(self) -> bool:
        return self.parents[0].length is not None and super().by_number

    @property
    def length(self) -> int | None:
        lengths = [parent.length for parent in self.parents]
        known = [length for length in lengths if length is not None]
        return min(sum(known), ENDLESS) if len(known) == len(lengths) else None

    def element(self, index: int, number: int) -> Any:
        first, other = self.parents
        length = first.length or 0
        if index < length:
            return first.element(index, number)
        return other.element(index - length, number)

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        first, other = self.parents
        given = 0
        for given, element in enumerate(first.run(number, 0, crew), 1):
            if given > start:
                yield element
        yield from other.run(number, max(0, start - given), crew)
