"""What every source of data gives: batches, one after the other."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from itertools import chain
from types import TracebackType
from typing import Any, Self

from tahr.engines.base import Engine
from tahr.training.data.batch import Batch, grouped


class Batches(ABC):
    """A source of batches that can be gone through epoch by epoch."""

    samples: int | None = None
    """How many samples an epoch has, where that is known."""
    most: int | None = None
    """How many batches an epoch has at most, whatever there are; None for no limit."""

    @abstractmethod
    def epoch(self, start: int = 0) -> Iterator[Batch]:
        """Returns the batches of the next epoch.

        Args:
            start: the number of the batch to begin with; where the data allows it, the ones
                before are not prepared.
        """

    @abstractmethod
    def state(self) -> dict[str, Any]:
        """Says which epoch is under way, or else comes next, in values that JSON can hold.

        After `restore`, `epoch(start=k)` gives batch k and the following ones of that epoch, and
        the epochs after it are those that would have come.
        """

    @abstractmethod
    def restore(self, state: dict[str, Any]) -> None:
        """Makes the epoch that a state describes the next one.

        Args:
            state: what `state` gave, here or for the same data in another process.

        Raises:
            DataError: the state is that of other data.
        """

    def grouped(
        self, start: int, length: Callable[[Batch], int], count: Callable[[], int]
    ) -> Iterator[Batch]:
        """Returns the batches of the next epoch in groups, and what fits into none by itself.

        Args:
            start: the number of the first batch.
            length: is asked, with the first batch, how many a group is to have room for.
            count: is asked, before each group, how many it may have.
        """
        batches = self.epoch(start)
        first = next(batches, None)
        if first is None:
            return iter(())
        room = length(first)
        every = chain([first], batches)
        return every if room == 1 else grouped(every, room, count)

    @property
    def usual_size(self) -> int | None:
        """How many samples a batch has, where that is known; the last one may have fewer."""
        return None

    @property
    @abstractmethod
    def steps(self) -> int | None:
        """How many batches an epoch has, where that is known."""

    @abstractmethod
    def sample(self) -> Batch:
        """Returns a batch like those to come, without going on in the data."""

    def fingerprint(self) -> int | None:
        """Returns a number made of a few rows, which other data hardly have; None for no rows."""
        return None

    def targets(self) -> Any:
        """Returns all targets at once, where they are in memory."""
        return None

    def hold(self, engine: Engine[Any]) -> None:  # noqa: B027
        """Moves the data to the engine's device once; what is not in memory cannot be."""

    def is_spent(self) -> bool:
        """Returns whether nothing is left of data that can be gone through once only."""
        return False

    def finished(self) -> None:  # noqa: B027
        """Is told when an epoch has been gone through; most sources do not mind."""

    def close(self) -> None:  # noqa: B027
        """Ends whatever prepares batches; most sources have nothing to end."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
