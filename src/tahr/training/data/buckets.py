"""Sequences of many lengths in batches of few lengths."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from tahr.core import seeds
from tahr.core.errors import ArgumentError, DataError
from tahr.core.tracebacks import methods_end_at_user
from tahr.training.data.checks import to_array
from tahr.training.data.dataset import PyDataset

MOST_BUCKETS = 8


@methods_end_at_user(("__init__",))
class BucketedSequences(PyDataset):
    """Sequences of different length, in batches of sequences of about the same length.

    Each sequence goes into the bucket with the least length that holds it, and is padded to that
    length at its end. So batches have few distinct shapes, and an engine compiles few steps. Every
    sequence is in one batch an epoch; batches are made anew each epoch, as the seed and the
    number of the epoch say.

    Args:
        x: sequences: lists of numbers, or arrays `(length, ...)`.
        y: targets, one a sequence.
        sample_weight: weights, one a sequence.
        batch_size: sequences a batch; the last one of a bucket may have fewer.
        boundaries: lengths of the buckets in steps; what is longer goes into one more, of the
            length of the longest. By default at most 8 that share the sequences evenly.
        padding_value: what is put after the end of a sequence.
        shuffle: whether to mix the sequences of each bucket, and the batches.
        seed: of the order; a new one by default.
        **kwargs: `workers` and the other arguments of `PyDataset`.

    Raises:
        DataError: something is no sequence, or there is none.
        ArgumentError: boundaries or the batch size make no sense.

    Example:
        >>> data = BucketedSequences([[1], [2, 3, 4], [5]], [0, 1, 0], boundaries=[1], seed=0)
        >>> sorted(data[i][0].shape for i in range(len(data)))
        [(1, 3), (2, 1)]
    """

    def __init__(
        self,
        x: Sequence[Any],
        y: Any = None,
        sample_weight: Any = None,
        *,
        batch_size: int = 32,
        boundaries: Sequence[int] | None = None,
        padding_value: float = 0,
        shuffle: bool = True,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if batch_size < 1:
            raise ArgumentError("batch_size must be a positive integer", got=batch_size)
        self._x = [_sequence(row, i) for i, row in enumerate(x)]
        if not self._x:
            raise DataError("the data is empty", where="x", got="0 samples")
        _same_steps(self._x)
        self._rest = [_rows(y, "y", len(self._x)), _rows(sample_weight, "sample_weight", len(x))]
        self._dtype = np.result_type(*{row.dtype for row in self._x})
        self._batch_size = batch_size
        self._padding = padding_value
        self._shuffle = shuffle
        self._seed = seeds.default_seed() if seed is None else seed
        self._epoch = 0
        lengths = np.array([len(row) for row in self._x])
        self.boundaries: list[int] = _boundaries(lengths, boundaries)
        self._bucket = np.searchsorted(self.boundaries, lengths)
        self._batches = [*self._made()]

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, index: int) -> Any:
        bucket, rows = self._batches[index]
        first = self._x[rows[0]]
        shape = (len(rows), self.boundaries[bucket], *first.shape[1:])
        x = np.full(shape, self._padding, self._dtype)
        for place, row in enumerate(rows):
            x[place, : len(self._x[row])] = self._x[row]
        y, weights = (None if part is None else part[rows] for part in self._rest)
        if weights is not None:
            return x, y, weights
        return x if y is None else (x, y)

    def on_epoch_end(self) -> None:
        self._epoch += 1
        self._batches = [*self._made()]

    def state_dict(self) -> dict[str, int]:
        """Returns what the order depends on."""
        return {"seed": self._seed, "epoch": self._epoch}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """Takes up an order."""
        self._seed, self._epoch = state["seed"], state["epoch"]
        self._batches = [*self._made()]

    def _made(self) -> Iterator[tuple[int, np.ndarray]]:
        """Returns the batches of the epoch: the bucket of each, and its sequences."""
        generator = seeds.generator(self._seed, self._epoch)
        found: list[tuple[int, np.ndarray]] = []
        for bucket in range(len(self.boundaries)):
            rows = np.flatnonzero(self._bucket == bucket)
            if self._shuffle:
                rows = generator.permutation(rows)
            cuts = range(0, len(rows), self._batch_size)
            found += [(bucket, rows[cut : cut + self._batch_size]) for cut in cuts]
        order = generator.permutation(len(found)) if self._shuffle else range(len(found))
        return (found[i] for i in order)


def _sequence(row: Any, index: int) -> np.ndarray:
    array = to_array(row, f"x[{index}]")
    if not array.ndim:
        raise DataError("this is no sequence", where=f"x[{index}]", got=array.item())
    return array


def _same_steps(rows: Sequence[np.ndarray]) -> None:
    for index, row in enumerate(rows):
        if row.shape[1:] != rows[0].shape[1:]:
            raise DataError(
                "the steps of the sequences differ in shape",
                where=f"x[{index}]",
                expected=rows[0].shape[1:],
                got=row.shape[1:],
            )


def _rows(values: Any, name: str, count: int) -> np.ndarray | None:
    if values is None:
        return None
    array = to_array(values, name)
    if not array.ndim or len(array) != count:
        raise DataError(
            "there has to be one for each sequence", where=name, expected=count, got=array.shape
        )
    return array


def _boundaries(lengths: np.ndarray, given: Sequence[int] | None) -> list[int]:
    longest = max(1, int(lengths.max()))
    if given is None:
        shares = np.linspace(0, 1, MOST_BUCKETS + 1)[1:]
        found = {int(n) for n in np.quantile(lengths, shares, method="inverted_cdf")}
        return sorted({n for n in found if n} | {longest})
    chosen = [int(n) for n in given]
    if chosen != sorted(set(chosen)) or (chosen and chosen[0] < 1):
        raise ArgumentError(
            "boundaries are lengths of at least 1 in rising order", where="boundaries", got=given
        )
    return [n for n in chosen if n < longest] + [longest]
