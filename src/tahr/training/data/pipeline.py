"""A data set whose elements are read when they are needed, and changed step by step on the way."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tahr.core import seeds, trees
from tahr.core.errors import ArgumentError, DataError, told
from tahr.core.notices import unheard
from tahr.core.tracebacks import methods_end_at_user
from tahr.training.data import streams
from tahr.training.data.crew import Crew
from tahr.training.data.dataset import TIMEOUT
from tahr.training.data.elements import Values, on_host, padded, shown
from tahr.training.data.source import ENDLESS
from tahr.training.data.stages import (
    Batched,
    Mapped,
    Part,
    Pass,
    Read,
    Repeated,
    Shuffled,
    Stage,
)

AUTOTUNE = -1
"""As many workers, or elements read ahead, as there are processors."""
AHEAD = 4
INFINITE, UNKNOWN = -1, -2
"""What `cardinality` says where there is no number."""


@methods_end_at_user(
    ("__init__", "map", "batch", "padded_batch", "from_tensor_slices", "__getitem__")
)
@methods_end_at_user(("__init__",))
class Dataset:
    """A data set of elements that are read when they are needed.

    Elements are arrays of NumPy's or text, alone or in tuples and dicts; most are batches. Its
    methods return data sets with another step, named as those of `tf.data`. Functions in `map` and
    `filter` run on the host, whatever the engine: layers and ops in them compute with NumPy. `fit`
    and the like take it on every engine; workers prepare batches while the model trains, and give
    them in their order. Training can go on from any batch of it.

    Args:
        stage: where the elements come from: a function of their number, with `length`.
        length: how many there are.

    Example:
        >>> squares = Dataset(lambda i: (np.float32(i), np.float32(i * i)), 5)
        >>> data = squares.map(lambda x, y: (x / 2, y)).batch(2)
        >>> len(data), [y.tolist() for x, y in data]
        (3, [[0.0, 1.0], [4.0, 9.0], [16.0]])
        >>> data.element_spec[0]
        ElementSpec(shape=(None,), dtype='float32')
    """

    workers: int = AUTOTUNE
    """How many workers prepare elements; -1 for one a processor, 0 for none."""
    use_multiprocessing: bool = False
    """Whether they are processes rather than threads."""
    max_queue_size: int = AHEAD
    timeout: float | None = TIMEOUT
    """Seconds an element may take in a worker; None for any time."""
    class_names: list[str] | None = None
    """The names of the classes, in the order of their numbers, where they are known."""
    file_paths: list[str] | None = None
    """The files it reads, in its order, where it reads files."""

    def __init__(self, stage: Stage | Callable[[int], Any], length: int | None = None) -> None:
        if not isinstance(stage, Stage):
            if length is None:
                raise ArgumentError("length is needed with a function", where="Dataset")
            stage = Read(stage, length)
        self.stage = stage
        self.passes: int = 0
        """How many passes have begun."""

    @staticmethod
    def from_tensor_slices(tensors: Any) -> "Dataset":
        """Makes a data set of the rows of arrays.

        Args:
            tensors: arrays or lists of one length, alone or in tuples and dicts.

        Raises:
            DataError: they differ in length.

        Example:
            >>> [int(row) for row in Dataset.from_tensor_slices([1, 2])]
            [1, 2]
        """
        rows = Rows(tensors)
        return Dataset(Read(rows, len(rows)))

    @staticmethod
    def from_generator(generator: Callable[[], Any], **signature: Any) -> "Dataset":
        """Makes a data set of what iterators give.

        Args:
            generator: a function that returns an iterator, called for each pass.
            **signature: unused, kept for the signature of `tf.data`.
        """
        return Dataset(streams.Generated(generator))

    @staticmethod
    def range(*args: int) -> "Dataset":
        """Makes a data set of integers, as Python's `range` does."""
        numbers = np.arange(*args)
        return Dataset(Read(Rows(numbers), len(numbers)))

    @staticmethod
    def zip(*datasets: Any) -> "Dataset":
        """Makes tuples of the elements of several data sets, up to the end of the shortest."""
        listed = datasets[0] if len(datasets) == 1 and isinstance(datasets[0], tuple) else datasets
        return listed[0]._then(streams.Zipped(*(data.stage for data in listed)))

    def _then(self, stage: Stage) -> "Dataset":
        found = Dataset(stage)
        for name in ("workers", "use_multiprocessing", "max_queue_size", "timeout", "class_names"):
            setattr(found, name, getattr(self, name))
        return found

    # Another step.

    def map(
        self,
        map_func: Callable[..., Any],
        num_parallel_calls: int | None = None,
        deterministic: bool | None = None,
        **kwargs: Any,
    ) -> "Dataset":
        """Applies a function to each element.

        Args:
            map_func: of an element, or of the parts of a tuple: layers, ops, NumPy.
            num_parallel_calls: where given, the function is called in all workers at a time, and
                must not mind the order; else for one element after the other.
            deterministic: unused: the order of elements is always kept.
            **kwargs: unused, kept for the signature of `tf.data`.
        """
        return self._then(Mapped(self.stage, map_func, num_parallel_calls is not None))

    def filter(self, predicate: Callable[..., Any], **kwargs: Any) -> "Dataset":
        """Keeps the elements that a function says yes to.

        Args:
            predicate: of an element, or of the parts of a tuple.
            **kwargs: unused, kept for the signature of `tf.data`.
        """
        return self._then(streams.Filtered(self.stage, predicate))

    def batch(self, batch_size: int, drop_remainder: bool = False, **kwargs: Any) -> "Dataset":
        """Puts elements together along a new first axis.

        Args:
            batch_size: how many.
            drop_remainder: whether fewer at the end are left out.
            **kwargs: unused, kept for the signature of `tf.data`.
        """
        return self._then(Batched(self.stage, _positive(batch_size, "batch_size"), drop_remainder))

    def padded_batch(
        self,
        batch_size: int,
        padded_shapes: Any = None,
        padding_values: float = 0,
        drop_remainder: bool = False,
    ) -> "Dataset":
        """Puts elements together that differ in length; shorter ones are filled up at the end.

        Args:
            batch_size: how many.
            padded_shapes: unused: arrays are as long as the longest of the batch.
            padding_values: what they are filled up with.
            drop_remainder: whether fewer at the end are left out.
        """
        size = _positive(batch_size, "batch_size")
        join = Padding(0 if padding_values is None else padding_values)
        return self._then(Batched(self.stage, size, drop_remainder, join))

    def unbatch(self) -> "Dataset":
        """Takes batches apart."""
        stage = self.stage
        undone = isinstance(stage, Batched) and not stage.drops and stage.joins_alike
        return self._then(stage.parents[0] if undone else streams.Unbatched(stage))

    def rebatch(self, batch_size: int, drop_remainder: bool = False) -> "Dataset":
        """Takes batches apart and puts their rows together to others."""
        return self.unbatch().batch(batch_size, drop_remainder)

    def shuffle(
        self,
        buffer_size: int,
        seed: int | None = None,
        reshuffle_each_iteration: bool = True,
        **kwargs: Any,
    ) -> "Dataset":
        """Mixes the elements, all of them where that costs nothing.

        Args:
            buffer_size: among how many each is drawn, where elements have no numbers, as after
                `filter` or `unbatch`.
            seed: of the order; a new one by default.
            reshuffle_each_iteration: whether each pass has an order of its own.
            **kwargs: unused, kept for the signature of `tf.data`.
        """
        number = seeds.default_seed() if seed is None else int(seed)
        anew = reshuffle_each_iteration is not False
        buffer = _positive(buffer_size, "buffer_size")
        return self._then(Shuffled(self.stage, buffer, number, anew))

    def take(self, count: int) -> "Dataset":
        """Takes the first elements; all with -1."""
        return self._then(Part(self.stage, slice(0, None if count < 0 else int(count))))

    def skip(self, count: int) -> "Dataset":
        """Leaves the first elements out; all with -1."""
        places = slice(0, 0) if count < 0 else slice(int(count), None)
        return self._then(Part(self.stage, places))

    def shard(self, num_shards: int, index: int) -> "Dataset":
        """Takes one element in so many.

        Args:
            num_shards: in how many.
            index: the first one taken.
        """
        return self._then(Part(self.stage, slice(int(index), None, int(num_shards))))

    def repeat(self, count: int | None = None) -> "Dataset":
        """Gives all elements several times, or without an end."""
        return self._then(Repeated(self.stage, None if count in (None, -1) else count))

    def cache(self, filename: str = "", **kwargs: Any) -> "Dataset":
        """Keeps elements in memory once they are prepared.

        Args:
            filename: not offered: elements are kept in memory.
            **kwargs: unused, kept for the signature of `tf.data`.
        """
        unheard("Dataset.cache", {"filename": filename or None})
        return self._then(streams.Kept(self.stage))

    def prefetch(self, buffer_size: int = AUTOTUNE, **kwargs: Any) -> "Dataset":
        """Prepares elements before they are asked for.

        Args:
            buffer_size: how many.
            **kwargs: unused, kept for the signature of `tf.data`.
        """
        ahead = AHEAD if buffer_size < 1 else int(buffer_size)
        return self._then(streams.Ahead(self.stage, ahead))

    def enumerate(self, start: int = 0) -> "Dataset":
        """Puts the number of each element before it."""
        numbers = Read(Counting(start), ENDLESS)
        return self._then(streams.Zipped(numbers, self.stage))

    def concatenate(self, dataset: "Dataset") -> "Dataset":
        """Appends the elements of another data set."""
        return self._then(streams.Chained(self.stage, dataset.stage))

    def with_options(self, options: Any = None) -> "Dataset":
        """Returns the data set: options of `tf.data` have no meaning here."""
        return self

    def apply(self, transformation_func: Callable[["Dataset"], "Dataset"]) -> "Dataset":
        """Calls a function on the data set."""
        return transformation_func(self)

    # What is in it.

    def crew(self) -> Crew:
        """Returns the workers it is to be read by."""
        workers = self.workers if self.workers >= 0 else (os.cpu_count() or 1)
        return Crew(workers, self.use_multiprocessing, self.max_queue_size, self.timeout)

    def _elements(self) -> Iterator[Any]:
        self.passes += 1
        crew = self.crew()
        try:
            yield from self.stage.run(self.passes - 1, 0, crew)
        finally:
            crew.close()

    def __iter__(self) -> Iterator[Any]:
        return map(shown, self._elements())

    def as_numpy_iterator(self) -> Iterator[Any]:
        """Goes through the elements as arrays of NumPy's."""
        return self._elements()

    def __getitem__(self, index: int) -> Any:
        """Returns an element by its number, of the first pass."""
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(f"element {index} of {len(self)}")
        return Pass(self.stage, 0)[place]

    def __len__(self) -> int:
        length = self.stage.length
        if length is None or length >= ENDLESS:
            raise TypeError("the data set has no end, or one that is not known beforehand")
        return length

    def __bool__(self) -> bool:
        return True

    def cardinality(self) -> Any:
        """Returns the number of elements; -1 where there is no end, -2 where it is not known."""
        length = self.stage.length
        found = UNKNOWN if length is None else INFINITE if length >= ENDLESS else length
        return np.asarray(found, "int64").view(Values)

    def get_single_element(self) -> Any:
        """Returns the first element."""
        return next(iter(self.take(1)))

    def reduce(self, initial_state: Any, reduce_func: Callable[[Any, Any], Any]) -> Any:
        """Calls a function on a state and each element, and returns the last state.

        Args:
            initial_state: the first state.
            reduce_func: of a state and an element, the next state.
        """
        state = initial_state
        for element in self:
            state = reduce_func(state, element)
        return state

    @property
    def element_spec(self) -> Any:
        """The shapes and dtypes of elements; a length is None where it may differ."""
        return self.stage.spec()

    def __repr__(self) -> str:
        return f"<Dataset of {self.cardinality()} elements: {self.element_spec}>"


class Rows:
    """The rows of arrays by number.

    Args:
        arrays: of one length, alone or in tuples and dicts.
    """

    def __init__(self, arrays: Any) -> None:
        self._arrays = on_host(arrays)
        lengths = {len(a) for a in trees.leaves(self._arrays) if np.ndim(a)}
        if len(lengths) != 1:
            raise DataError(
                "rows are made of arrays of one length", where="Dataset", got=told(sorted(lengths))
            )
        self._length = lengths.pop()

    def __len__(self) -> int:
        return self._length

    def __call__(self, index: int) -> Any:
        return trees.map(lambda a: None if a is None else a[index], self._arrays)

    def many(self, places: np.ndarray) -> Any:
        """Returns several rows as arrays."""
        return trees.map(lambda a: None if a is None else a[places], self._arrays)


class Counting:
    """Numbers, by number.

    Args:
        start: the first.
    """

    def __init__(self, start: int) -> None:
        self._start = start

    def __call__(self, index: int) -> np.ndarray:
        return np.asarray(self._start + index, "int64")


class Padding:
    """Puts elements together, filled up to the longest.

    Args:
        value: what they are filled up with.
    """

    def __init__(self, value: float) -> None:
        self._value = value

    def __call__(self, elements: Any) -> Any:
        return padded(elements, self._value)


def _positive(value: Any, name: str) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__") or int(value) < 1:
        raise ArgumentError(f"{name} must be a positive integer", where="Dataset", got=told(value))
    return int(value)
