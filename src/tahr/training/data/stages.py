"""Stages of a data set: where its elements come from, and what is done with them.

A stage gives the elements of pass after pass. Most (`mapped.py`, `batched.py`, `picked.py`) can
give any element by its number, so that workers prepare several at a time and a pass can be begun
anywhere; the others (`streams.py`) can only be gone through.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import numpy as np

from tahr.training.data.crew import Crew
from tahr.training.data.elements import spec_of
from tahr.training.data.source import ENDLESS

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
        return crew.items(self.element, places, number, id(self), finish)

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
