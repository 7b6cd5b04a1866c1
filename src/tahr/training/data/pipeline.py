"""A data set whose elements are read when they are needed, and changed step by step on the way."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import methods_end_at_user
from tahr.training.data import streams
from tahr.training.data.chain import AHEAD, AUTOTUNE, Chain
from tahr.training.data.crew import Crew, Keyed
from tahr.training.data.dataset import TIMEOUT
from tahr.training.data.elements import Values, shown
from tahr.training.data.readers import Rows
from tahr.training.data.source import ENDLESS
from tahr.training.data.stages import Read, Stage

INFINITE, UNKNOWN = -1, -2
"""What `cardinality` says where there is no number."""


@methods_end_at_user(("__init__", "from_tensor_slices", "__getitem__"))
class Dataset(Chain):
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
        self.stage: Stage = stage
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
        return Keyed(self.stage.element)[place, 0]

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
