"""Splitting data in two, whatever it comes in."""

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from tahr.core import current, seeds, trees
from tahr.core.errors import ArgumentError, DataError, told
from tahr.core.tracebacks import ends_at_user
from tahr.training.data.adapt import arrays_of, is_array_like
from tahr.training.data.dataset import PyDataset
from tahr.training.data.loaders import is_of

Halves = tuple[Any, Any]
BACKENDS = ("tensorflow", "torch")


@ends_at_user
def split_dataset(
    dataset: Any,
    left_size: float | None = None,
    right_size: float | None = None,
    shuffle: bool = False,
    seed: int | None = None,
    preferred_backend: str | None = None,
) -> Halves:
    """Splits data into a left and a right part, such as one to train and one to validate on.

    Args:
        dataset: an array, or lists, tuples and dicts of arrays of one length; a `PyDataset`; a
            data set or loader of TensorFlow, PyTorch, Grain or Hugging Face; or any iterable.
        left_size: how much the left part gets: a fraction from 0 to 1, or a number of samples
            (of batches, where the data comes in these). What the other part leaves by default.
        right_size: likewise for the right part.
        shuffle: whether the samples are taken in a random order.
        seed: of that order.
        preferred_backend: "tensorflow" or "torch", to get arrays as a data set of that framework.

    Returns:
        Two of the kind that was given: arrays as arrays in their structure, data sets as data
        sets, batches in the size they had; of an iterable, two lists.

    Raises:
        ArgumentError: the sizes are none, or do not fit the data.
        DataError: there is no data.

    Example:
        >>> left, right = split_dataset(np.arange(10), left_size=0.8)
        >>> left.tolist(), right.tolist()
        ([0, 1, 2, 3, 4, 5, 6, 7], [8, 9])
    """
    if preferred_backend not in (None, *BACKENDS):
        raise ArgumentError(
            "there is no such data set",
            where="preferred_backend",
            expected='"tensorflow", "torch" or None',
            got=told(preferred_backend),
        )
    sizes = (left_size, right_size)
    found = next((cut for package, name, cut in KINDS if is_of(dataset, package, name)), None)
    if isinstance(dataset, PyDataset):
        found = _batches
    if found is not None:
        return found(dataset, sizes, shuffle, seed)
    if is_array_like(dataset):
        return _arrays(dataset, sizes, shuffle, seed, preferred_backend)
    if not isinstance(dataset, Iterable):
        raise DataError("this is no data", where="dataset", got=told(dataset))
    items = [*dataset]
    return tuple([items[i] for i in part] for part in _parts(len(items), sizes, shuffle, seed))  # type: ignore[return-value]


def counts(
    total: int, left_size: float | None = None, right_size: float | None = None
) -> tuple[int, int]:
    """Returns how many samples each of two parts gets.

    Args:
        total: how many there are.
        left_size: a fraction, a number, or None for what the other part leaves.
        right_size: likewise.

    Raises:
        ArgumentError: no size is given, one is none, or the parts are more than there is.

    Example:
        >>> counts(10, 0.75), counts(10, right_size=3), counts(10, 2, 0.5)
        ((8, 2), (7, 3), (2, 5))
    """
    if left_size is None and right_size is None:
        raise ArgumentError("no size is given", expected="left_size, right_size or both")
    left, right = (_count(total, size) for size in (left_size, right_size))
    left = total - (right or 0) if left is None else left
    right = total - left if right is None else right
    if not left or not right or left + right > total:
        raise ArgumentError(
            f"{total} samples cannot be split so",
            expected="two parts that are not empty",
            got=f"{left} and {right} samples",
        )
    return left, right


def _count(total: int, size: float | None) -> int | None:
    if size is None:
        return None
    whole = hasattr(size, "__index__") and not isinstance(size, bool)
    if whole and 0 <= size <= total:
        return int(size)
    if isinstance(size, float) and 0 <= size <= 1:
        return math.floor(size * total + 0.5)
    raise ArgumentError(
        "the size of a part cannot be this",
        expected=f"a fraction from 0.0 to 1.0, or a number up to {total}",
        got=told(size),
    )


Sizes = tuple[float | None, float | None]


def _parts(total: int, sizes: Sizes, shuffle: bool, seed: int | None) -> tuple[Any, Any]:
    """Returns which samples each part has, in order."""
    left, right = counts(total, *sizes)
    order = np.arange(total)
    if shuffle:
        order = seeds.generator(seeds.order_seed() if seed is None else seed).permutation(total)
    return order[:left], order[left : left + right]


def _arrays(
    data: Any, sizes: Sizes, shuffle: bool, seed: int | None, backend: str | None
) -> Halves:
    given = tuple(data) if isinstance(data, list) else data
    arrays = tuple(arrays_of(a, "dataset") for a in given) if isinstance(given, tuple) else None
    arrays = arrays_of(data, "dataset") if arrays is None or _is_rows(data) else arrays
    lengths = {len(leaf) for leaf in trees.leaves(arrays)}
    if len(lengths) != 1:
        raise DataError(
            "the arrays have different lengths",
            where="dataset",
            got=", ".join(map(str, sorted(lengths))) or "no array",
        )
    rows = _parts(lengths.pop(), sizes, shuffle, seed)
    left, right = (trees.map(lambda a, part=part: a[part], arrays) for part in rows)
    if backend is None:
        return (list(left), list(right)) if isinstance(data, list) and isinstance(left, tuple) \
            else (left, right)  # fmt: skip
    current.load(backend)
    make = _tensor_slices if backend == "tensorflow" else _pairs
    return make(left), make(right)


def _is_rows(data: Any) -> bool:
    """Returns whether a list is one array itself rather than holding several."""
    return isinstance(data, list | tuple) and not any(hasattr(item, "shape") for item in data)


def _tensor_slices(arrays: Any) -> Any:
    return sys.modules["tensorflow"].data.Dataset.from_tensor_slices(arrays)


def _pairs(arrays: Any) -> Any:
    torch = sys.modules["torch"]
    tensors = [torch.as_tensor(leaf) for leaf in trees.leaves(arrays)]
    return torch.utils.data.TensorDataset(*tensors)


class _Batches(PyDataset):
    """Some of the batches of a data set."""

    def __init__(self, data: PyDataset, numbers: Sequence[int]) -> None:
        super().__init__(
            workers=data.workers,
            use_multiprocessing=data.use_multiprocessing,
            max_queue_size=data.max_queue_size,
        )
        self._data, self._numbers = data, [int(n) for n in numbers]

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, index: int) -> Any:
        return self._data[self._numbers[index]]


def _batches(data: PyDataset, sizes: Sizes, shuffle: bool, seed: int | None) -> Halves:
    left, right = _parts(data.num_batches or 0, sizes, shuffle, seed)
    return _Batches(data, left), _Batches(data, right)


def _tensorflow(data: Any, sizes: Sizes, shuffle: bool, seed: int | None) -> Halves:
    total = int(data.cardinality())
    if total < 0:  # unknown, or without an end
        total = sum(1 for _ in data)
    left, right = counts(total, *sizes)
    if shuffle:
        kept = seeds.order_seed() if seed is None else seed
        data = data.shuffle(total, seed=kept, reshuffle_each_iteration=False)
    return data.take(left), data.skip(left).take(right)


def _torch(data: Any, sizes: Sizes, shuffle: bool, seed: int | None) -> Halves:
    parts = _parts(len(data), sizes, shuffle, seed)
    subset: Callable[..., Any] = sys.modules["torch.utils.data"].Subset
    left, right = (subset(data, [int(row) for row in part]) for part in parts)
    return left, right


def _torch_loader(data: Any, sizes: Sizes, shuffle: bool, seed: int | None) -> Halves:
    """Splits the samples of a loader; each part is a loader set up like it."""
    if data.batch_size is None or not hasattr(data.dataset, "__getitem__"):
        raise ArgumentError(
            "this loader cannot be split: its samples have no numbers",
            where="dataset",
            todo="split the data set, and make two loaders",
        )
    random = sys.modules["torch.utils.data"].RandomSampler
    options = {name: getattr(data, name) for name in LOADER}
    options["shuffle"] = isinstance(data.sampler, random)
    parts = _torch(data.dataset, sizes, shuffle, seed)
    left, right = (type(data)(part, **options) for part in parts)
    return left, right


LOADER = ("batch_size", "collate_fn", "drop_last", "num_workers", "pin_memory", "worker_init_fn")
"""What two loaders have of the one they are made of."""


def _grain(data: Any, sizes: Sizes, shuffle: bool, seed: int | None) -> Halves:
    left, right = counts(len(data), *sizes)
    if shuffle:
        data = data.shuffle(seed=seeds.order_seed() if seed is None else seed)
    return data[:left], data[left : left + right]


def _hugging_face(data: Any, sizes: Sizes, shuffle: bool, seed: int | None) -> Halves:
    left, right = _parts(len(data), sizes, shuffle, seed)
    return data.select(left), data.select(right)


KINDS: tuple[tuple[str, str, Callable[[Any, Sizes, bool, int | None], Halves]], ...] = (
    ("tensorflow", "DatasetV2", _tensorflow),
    ("torch", "DataLoader", _torch_loader),
    ("torch", "Dataset", _torch),
    ("grain", "MapDataset", _grain),
    ("datasets", "Dataset", _hugging_face),
)
"""By package and class, what splits such data."""
