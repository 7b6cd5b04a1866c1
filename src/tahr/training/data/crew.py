"""Workers that prepare the items of a data set that gives them by number."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, takewhile
from typing import Any

from tahr.core import item_keys
from tahr.training.data import wire
from tahr.training.data.pool import Task, ThreadWorker, Worker, in_order
from tahr.training.data.process import ProcessHand, packed
from tahr.training.data.source import END


class Crew:
    """Threads or processes for one data set.

    Args:
        workers: how many; none prepares items where they are asked for.
        processes: whether they are processes.
        ahead: how many items may be prepared or wait.
        timeout: seconds an item may take; None for any time.
    """

    def __init__(
        self,
        workers: int = 0,
        processes: bool = False,
        ahead: int = 1,
        timeout: float | None = None,
    ) -> None:
        self.workers: int = workers
        self.processes: bool = processes
        self.ahead: int = max(1, ahead)
        self.timeout: float | None = timeout
        self._hands: dict[int, list[ProcessHand]] = {}

    def items(
        self,
        item: Callable[[int, int], Any],
        indices: Iterable[int],
        number: int = 0,
        part: int = 0,
        finish: Callable[[Any], Any] | None = None,
    ) -> Iterator[Any]:
        """Returns items in the order of their indices.

        Args:
            item: of an index and the number of a pass, an item.
            indices: which.
            number: of the pass.
            part: which of several data sets it is that are gone through side by side.
            finish: what is done with each item besides, in a thread of this process.
        """
        data, places = Keyed(item), ((index, number) for index in indices)
        if self.workers < 1:
            found = (data[place] for place in places)
            return found if finish is None else map(finish, found)
        workers = self._workers(data, part)
        if finish is not None:
            workers = [Finishing(worker, finish) for worker in workers]
        return in_order(workers, places, self.ahead, self.timeout)

    def _workers(self, data: Any, part: int) -> Sequence[Worker]:
        if not self.processes:
            return [ThreadWorker(data) for _ in range(self.workers)]
        hands = self._hands.setdefault(part, [])
        while len(hands) < self.workers:
            hands.append(ProcessHand())
        frames = packed(data)
        digest = wire.digest(frames)
        for hand in hands:
            hand.give(frames, digest)
        return hands

    def close(self) -> None:
        """Ends the processes."""
        for hands in self._hands.values():
            for hand in hands:
                hand.close()
        self._hands = {}


class Keyed:
    """Items by place, with random keys that follow from it.

    Args:
        item: of an index and the number of a pass, an item.
    """

    def __init__(self, item: Callable[[int, int], Any]) -> None:
        self._item = item

    def __getitem__(self, place: tuple[int, int]) -> Any:
        with item_keys.preparing(*place):
            return self._item(*place)


class Finishing:
    """A worker that does something more with each item than another.

    Args:
        worker: prepares the items.
        finish: is called with each.
    """

    def __init__(self, worker: Worker, finish: Callable[[Any], Any]) -> None:
        self._worker, self._finish = worker, finish

    def prepare(self, task: Task) -> Any:
        return self._finish(self._worker.prepare(task))

    def stop(self) -> None:
        self._worker.stop()


def read_ahead(items: Iterator[Any], ahead: int, timeout: float | None = None) -> Iterator[Any]:
    """Returns items that one thread asks for before they are needed.

    Args:
        items: an iterator.
        ahead: how many may wait.
        timeout: seconds an item may take; None for any time.
    """
    found = in_order([NextWorker(items)], count(), ahead, timeout)
    return takewhile(lambda item: item is not END, found)


class NextWorker:
    """A worker that asks an iterator for what comes next."""

    def __init__(self, iterator: Iterator[Any]) -> None:
        self._iterator = iterator

    def prepare(self, task: Task) -> Any:
        task.begin()
        return next(self._iterator, END)

    def stop(self) -> None:
        """Does nothing: the iterator is not ours to end."""
