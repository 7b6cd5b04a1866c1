"""A data set that gives batches by number."""

from collections.abc import Iterator
from typing import Any


class PyDataset:
    """A data set written by the user: batches by number.

    A subclass has `__len__`, the number of batches, and `__getitem__`, which gives batch i as
    (x, y) or (x, y, sample_weight).

    Args:
        workers: how many batches may be prepared at a time.
        use_multiprocessing: whether in processes rather than threads.
        max_queue_size: how many batches may wait.

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

    def __init__(
        self, workers: int = 1, use_multiprocessing: bool = False, max_queue_size: int = 10
    ) -> None:
        self.workers = workers
        self.use_multiprocessing = use_multiprocessing
        self.max_queue_size = max_queue_size

    def __getitem__(self, index: int) -> Any:
        raise NotImplementedError("a PyDataset needs a `__getitem__` method")

    def __len__(self) -> int:
        raise NotImplementedError("a PyDataset needs a `__len__` method")

    @property
    def num_batches(self) -> int:
        """The number of batches in an epoch."""
        return len(self)

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(self.num_batches))

    def on_epoch_begin(self) -> None:
        """Is called before each epoch."""

    def on_epoch_end(self) -> None:
        """Is called after each epoch, to reorder or redraw."""


Sequence = PyDataset
