"""Where items come from: passes over data that is in batches already."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any

from tahr.core.errors import DataError
from tahr.training.data import snapshots

ENDLESS = 2**62
"""A length that only stands for there being no end."""


END = object()
"""What stands for there being no further item."""


class Source(ABC):
    """Data in batches, gone through pass by pass."""

    once = False
    """Whether it cannot start anew: what has been taken is gone."""

    begins_once = False
    """Whether a pass that has been begun cannot be begun again."""

    by_number = False
    """Whether a pass can be begun at any item at no cost."""

    @property
    @abstractmethod
    def length(self) -> int | None:
        """How many items a pass has, where that is known and finite."""

    @abstractmethod
    def items(self, number: int, start: int = 0) -> Iterator[Any]:
        """Returns the items of a pass.

        Args:
            number: which pass, from zero.
            start: the item to begin with.
        """

    @abstractmethod
    def named(self, number: int, item: int) -> str:
        """Names an item of a pass in words, for an error."""

    def preview(self) -> list[Any]:
        """Returns the first item where that takes nothing from the data; else nothing."""
        return []

    def through(self, finish: Callable[[Any], Any]) -> bool:
        """Has its workers do something more with each item, and tells whether it has any.

        Args:
            finish: of an item, what is to come in its place.
        """
        return False

    def begin(self) -> None:  # noqa: B027
        """Is told that an epoch begins."""

    def end(self) -> None:  # noqa: B027
        """Is told that an epoch has been gone through."""

    def state(self) -> dict[str, Any]:
        """Says at the start of an epoch what is needed to give the same items once more."""
        return {}

    def progress(self) -> dict[str, Any]:
        """Says in the midst of a pass what is needed to go on from there at less cost."""
        return {}

    def restore(self, number: int, state: dict[str, Any], progress: dict[str, Any]) -> None:  # noqa: B027
        """Prepares to give the items of a pass as they were.

        Args:
            number: the pass that comes next.
            state: what `state` gave.
            progress: what `progress` gave later.
        """

    def close(self) -> None:  # noqa: B027
        """Ends whatever prepares items."""


class Iterated(Source):
    """What can be looped over again and again, and gives the same items in every process.

    Where its iterator or itself can tell and take its state, that is how it goes on in the midst of
    a pass; else it is gone through from the start.
    """

    def __init__(self, data: Iterable[Any]) -> None:
        self._data = data
        self._iterator: Iterator[Any] = iter(())
        self._pass = 0
        self._given = 0
        self._saved: list[dict[str, Any]] = []

    @property
    def length(self) -> int | None:
        try:
            found = len(self._data)  # type: ignore[arg-type]
        except TypeError:
            return None
        return found if found < ENDLESS else None

    def items(self, number: int, start: int = 0) -> Iterator[Any]:
        self._begin_pass(number, start)
        for item in self._each():
            self._given += 1
            if self._given > start:
                yield item
        self._pass, self._given = number + 1, 0

    def _each(self) -> Iterator[Any]:
        return self._iterator

    def _begin_pass(self, number: int, start: int) -> None:
        saved = self._usable(number, start)
        mine = saved is not None and snapshots.put_back(self._data, saved["state"])
        self._iterator, self._pass, self._given = self._iterate(), number, 0
        if saved and (mine or snapshots.put_back(self._iterator, saved["state"])):
            self._given = saved["given"]

    def _usable(self, number: int, start: int) -> dict[str, Any] | None:
        """Returns the latest state that leads to an item; all are used up with that."""
        saved, self._saved = self._saved, []
        fit = (s for s in saved if s and s["pass"] == number and s["given"] <= start)
        return max(fit, key=lambda s: s["given"], default=None)

    def _iterate(self) -> Iterator[Any]:
        return iter(self._data)

    def named(self, number: int, item: int) -> str:
        return f"batch {item} of {type(self._data).__name__}"

    def state(self) -> dict[str, Any]:
        return {"then": self.progress()}

    def progress(self) -> dict[str, Any]:
        found = snapshots.take(self._data)
        if found is None and self._given:
            found = snapshots.take(self._iterator)
        return {"pass": self._pass, "given": self._given, "state": found} if found else {}

    def restore(self, number: int, state: dict[str, Any], progress: dict[str, Any]) -> None:
        self._saved = [state.get("then", {}), progress]


class Once(Iterated):
    """An iterator: what it has given is gone, and the way to an item leads through all before."""

    once = begins_once = True

    def __init__(self, data: Iterator[Any]) -> None:
        super().__init__(data)
        self._iterator = data

    @property
    def length(self) -> int | None:
        return None

    def items(self, number: int, start: int = 0) -> Iterator[Any]:
        self._begin_pass(number, start)
        for item in self._iterator:
            self._given += 1
            if self._given > start:
                yield item

    def _begin_pass(self, number: int, start: int) -> None:
        saved = self._usable(number, start)
        if saved and snapshots.put_back(self._data, saved["state"]):
            self._given = saved["given"]
        if start < self._given:
            raise DataError(
                "a generator cannot go back",
                expected="one that is to give this item, or a new one",
                got=f"one that has given {self._given} items",
                todo="make the generator anew",
            )


class Kept(Source):
    """An iterator whose items are kept, so that they can be gone through again.

    Args:
        data: gives the items; no more are taken from it than were asked for.
    """

    def __init__(self, data: Iterator[Any]) -> None:
        self._data = data
        self._items: list[Any] = []

    @property
    def length(self) -> int | None:
        return None

    def items(self, number: int, start: int = 0) -> Iterator[Any]:
        for place in count(start):
            while len(self._items) <= place:
                item = next(self._data, END)
                if item is END:
                    return
                self._items.append(item)
            yield self._items[place]

    def named(self, number: int, item: int) -> str:
        return f"batch {item} of {type(self._data).__name__}"
