"""Batches prepared beside the training, for loops that fetch them by hand."""

import random
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from queue import Empty, Full, Queue
from typing import Any

from tahr.datasets.download import digest_of

WAIT = 0.05
"""Seconds between two looks at whether it is to stop."""


class SequenceEnqueuer:
    """Puts batches into a queue, from threads of their own.

    Args:
        sequence: where they come from.
        use_multiprocessing: unused: threads do it.
    """

    def __init__(self, sequence: Any, use_multiprocessing: bool = False) -> None:
        self.sequence = sequence
        self._stopped = threading.Event()
        self._stopped.set()
        self._threads: list[threading.Thread] = []
        self.queue: Queue[Any] = Queue()

    def is_running(self) -> bool:
        """Returns whether batches are being prepared."""
        return not self._stopped.is_set()

    def start(self, workers: int = 1, max_queue_size: int = 10) -> None:
        """Starts preparing.

        Args:
            workers: unused: one thread keeps them in order.
            max_queue_size: how many wait at most.
        """
        self.queue = Queue(max_queue_size)
        self._stopped.clear()
        self._threads = [threading.Thread(target=self._fill, daemon=True)]
        for thread in self._threads:
            thread.start()

    def _fill(self) -> None:
        try:
            for batch in self._batches():
                if not self._put((batch, None)):
                    return
            self._put((None, StopIteration()))
        except Exception as error:
            self._put((None, error))

    def _put(self, item: tuple[Any, Exception | None]) -> bool:
        """Waits for room in the queue; returns whether there was any before it was stopped."""
        while self.is_running():
            try:
                self.queue.put(item, timeout=WAIT)
            except Full:
                continue
            return True
        return False

    def _batches(self) -> Iterator[Any]:
        raise NotImplementedError(type(self).__name__)

    def stop(self, timeout: float | None = None) -> None:
        """Stops preparing.

        Args:
            timeout: how many seconds it may take.
        """
        self._stopped.set()
        for thread in self._threads:
            thread.join(timeout)

    def get(self) -> Generator[Any]:
        """Yields batch after batch."""
        while self.is_running():
            try:
                batch, error = self.queue.get(timeout=WAIT)
            except Empty:
                continue
            if isinstance(error, StopIteration):
                return
            if error is not None:
                self.stop()
                raise error
            yield batch


class OrderedEnqueuer(SequenceEnqueuer):
    """Prepares the batches of a `PyDataset`, epoch after epoch.

    Args:
        sequence: it.
        use_multiprocessing: unused.
        shuffle: whether the batches of an epoch come in any order.

    Example:
        >>> from tahr.utils import PyDataset
        >>> class Two(PyDataset):
        ...     def __len__(self):
        ...         return 2
        ...     def __getitem__(self, index):
        ...         return index
        >>> enqueuer = OrderedEnqueuer(Two())
        >>> enqueuer.start()
        >>> batches = enqueuer.get()
        >>> [next(batches) for _ in range(3)]
        [0, 1, 0]
        >>> enqueuer.stop()
    """

    def __init__(
        self, sequence: Any, use_multiprocessing: bool = False, shuffle: bool = False
    ) -> None:
        super().__init__(sequence, use_multiprocessing)
        self.shuffle = shuffle

    def _batches(self) -> Iterator[Any]:
        while True:
            order = list(range(len(self.sequence)))
            if self.shuffle:
                random.shuffle(order)
            for index in order:
                yield self.sequence[index]
            if hasattr(self.sequence, "on_epoch_end"):
                self.sequence.on_epoch_end()


class GeneratorEnqueuer(SequenceEnqueuer):
    """Prepares the batches of a generator.

    Args:
        sequence: it.
        use_multiprocessing: unused.
        wait_time: unused.
        random_seed: unused.
    """

    def __init__(
        self,
        sequence: Any,
        use_multiprocessing: bool = False,
        wait_time: float | None = None,
        random_seed: int | None = None,
    ) -> None:
        super().__init__(sequence, use_multiprocessing)

    def _batches(self) -> Iterator[Any]:
        return iter(self.sequence)


def validate_file(
    fpath: str | Path, file_hash: str, algorithm: str = "auto", chunk_size: int = 65535
) -> bool:
    """Returns whether a file has a checksum.

    Args:
        fpath: the file.
        file_hash: the checksum, in hexadecimal.
        algorithm: unused: its length says it.
        chunk_size: unused.
    """
    return digest_of(Path(fpath), str(file_hash)) == str(file_hash)
