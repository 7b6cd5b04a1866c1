"""Batches by number or without an end, in the order in which Keras 2 draws them."""

import math
import threading
from collections.abc import Generator
from typing import Any

import numpy as np

from tahr.training.data.dataset import PyDataset


class Iterator(PyDataset):
    """Batches of numbered samples; a subclass makes a batch of their numbers.

    Args:
        n: how many samples there are.
        batch_size: samples at a time.
        shuffle: whether to mix them.
        seed: of NumPy's global random numbers, which are set anew for each batch.
    """

    white_list_formats: tuple[str, ...] = ("png", "jpg", "jpeg", "bmp", "ppm", "tif", "tiff")

    def __init__(self, n: int, batch_size: int, shuffle: bool, seed: int | None) -> None:
        super().__init__()
        self.n = n
        self.batch_size = batch_size
        self.seed = seed
        self.shuffle = shuffle
        self.batch_index = 0
        self.total_batches_seen = 0
        self.index_array: np.ndarray | None = None
        self._prepare()

    def _prepare(self) -> None:
        self.lock: threading.Lock = threading.Lock()
        self.index_generator: Generator[np.ndarray, None, None] = self._numbers()

    def __getstate__(self) -> dict[str, Any]:
        """Returns what a copy takes along: all but where it stands within a pass."""
        own = ("lock", "index_generator")
        return {name: value for name, value in vars(self).items() if name not in own}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._prepare()

    @property
    def samples(self) -> int:
        """How many samples there are."""
        return self.n

    @samples.setter
    def samples(self, value: int) -> None:
        self.n: int = value

    def _set_index_array(self) -> None:
        self.index_array = np.random.permutation(self.n) if self.shuffle else np.arange(self.n)

    def _seed(self) -> None:
        if self.seed is not None:
            np.random.seed(self.seed + self.total_batches_seen)

    def __len__(self) -> int:
        return max(0, math.ceil(self.n / self.batch_size))

    def __getitem__(self, index: int) -> Any:
        if index >= len(self):
            raise IndexError(f"batch {index} of {len(self)}")
        with self.lock:
            self._seed()
            self.total_batches_seen += 1
            if self.index_array is None:
                self._set_index_array()
            numbers = self.index_array
        assert numbers is not None
        start = self.batch_size * index
        return self._get_batches_of_transformed_samples(numbers[start : start + self.batch_size])

    def on_epoch_end(self) -> None:
        """Mixes the samples anew."""
        self._set_index_array()

    def reset(self) -> None:
        """Starts from the first batch again."""
        self.batch_index = 0

    def _numbers(self) -> Generator[np.ndarray]:
        """Yields the numbers of the samples of each batch, without an end."""
        self.reset()
        while True:
            self._seed()
            if self.batch_index == 0:
                self._set_index_array()
            assert self.index_array is not None
            start = self.batch_index * self.batch_size % self.n if self.n else 0
            is_last = self.n <= start + self.batch_size
            self.batch_index: int = 0 if is_last else self.batch_index + 1
            self.total_batches_seen += 1
            yield self.index_array[start : start + self.batch_size]

    def __iter__(self) -> "Iterator":  # type: ignore[override]
        return self

    def __next__(self) -> Any:
        with self.lock:
            numbers = next(self.index_generator)
        return self._get_batches_of_transformed_samples(numbers)

    next = __next__

    def _get_batches_of_transformed_samples(self, index_array: np.ndarray) -> Any:
        """Makes a batch of the samples of these numbers."""
        raise NotImplementedError(type(self).__name__)
