"""A data set that gives batches by number."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from tahr.core.mistaken import missing_method

TIMEOUT = 120.0
"""Seconds a batch may take."""


class PyDataset:
    """A data set written by the user: batches by number.

    A subclass has `__len__`, the number of batches, and `__getitem__`, which gives batch i as
    (x, y) or (x, y, sample_weight). Without an end, `num_batches` is None.

    Batches are handed out and come back in order, so training does not depend on the number of
    workers. One whose worker raises, dies or takes too long is a `DataError` that names it.

    Where training goes on from a saved position, `on_epoch_begin` and `on_epoch_end` are called as
    often as they were before; a data set that has `state_dict` and `load_state_dict` is given its
    state instead.

    Args:
        workers: how many batches may be prepared at a time; 0 prepares them where the model trains,
            one after the other and without a limit of time, 1 while the model trains.
        use_multiprocessing: whether in processes rather than threads. They are fresh
            interpreters, so the data set has to be picklable, and a program that is not a
            notebook does its work under `if __name__ == "__main__":`.
        max_queue_size: how many batches may be under preparation or wait.
        timeout: seconds a batch may take in a worker; None for any time.

    Example:
        >>> import numpy as np
        >>> class Squares(PyDataset):
        ...     def __len__(self):
        ...         return 2
        ...     def __getitem__(self, index):
        ...         x = np.arange(4.0) + 4 * index
        ...         return x, x**2
        >>> Squares().num_batches
        2
    """

    workers: int = 1
    use_multiprocessing: bool = False
    max_queue_size: int = 10
    timeout: float | None = TIMEOUT

    def __init__(
        self,
        workers: int = 1,
        use_multiprocessing: bool = False,
        max_queue_size: int = 10,
        timeout: float | None = TIMEOUT,
    ) -> None:
        self.workers = workers
        self.use_multiprocessing = use_multiprocessing
        self.max_queue_size = max_queue_size
        self.timeout = timeout

    def __getitem__(self, index: int) -> Any:
        raise missing_method(self, "__getitem__")

    @property
    def num_batches(self) -> int | None:
        """The number of batches in an epoch; None where there is no end."""
        if hasattr(self, "__len__"):
            return len(self)  # type: ignore[arg-type]
        raise missing_method(self, "__len__", "a property `num_batches`")

    def __iter__(self) -> Iterator[Any]:
        total = self.num_batches
        return (self[i] for i in (count() if total is None else range(total)))

    def on_epoch_begin(self) -> None:
        """Is called before each epoch."""

    def on_epoch_end(self) -> None:
        """Is called after each epoch, to reorder or redraw."""


Sequence = PyDataset
