"""The steps of a data set: each makes another one, with one stage more."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tahr.core import seeds
from tahr.core.errors import ArgumentError, told
from tahr.core.notices import unheard
from tahr.core.tracebacks import methods_end_at_user
from tahr.training.data import streams
from tahr.training.data.batched import Batched
from tahr.training.data.mapped import Mapped
from tahr.training.data.picked import Part, Repeated, Shuffled
from tahr.training.data.readers import Counting, Padding
from tahr.training.data.source import ENDLESS
from tahr.training.data.stages import Read, Stage

if TYPE_CHECKING:
    from tahr.training.data.pipeline import Dataset

AUTOTUNE = -1
"""As many workers, or elements read ahead, as there are processors."""
AHEAD = 4


@methods_end_at_user(("map", "batch", "padded_batch"))
class Chain(ABC):
    """What a `Dataset` can become."""

    stage: Stage
    """Where the elements come from."""

    @abstractmethod
    def _then(self, stage: Stage) -> "Dataset":
        """Returns a data set of the elements of another stage, read as this one is."""

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
                must not mind the order; what layers in it draw then follows from their seeds and
                the number of the element. Else for one element after the other.
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


def _positive(value: Any, name: str) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__") or int(value) < 1:
        raise ArgumentError(f"{name} must be a positive integer", where="Dataset", got=told(value))
    return int(value)
