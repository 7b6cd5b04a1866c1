"""Batches from data sets, generators and other iterables."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from tahr.core import seeds, trees
from tahr.core.errors import DataError
from tahr.training.data.batch import Batch, Batches
from tahr.training.data.checks import rows_with_nan, same_length, to_array
from tahr.training.data.class_weight import sample_weights
from tahr.training.data.dataset import PyDataset
from tahr.training.data.unpack import unpack_x_y_sample_weight


class IterableBatches(Batches):
    """Batches as a data set or generator yields them.

    Args:
        source: anything that can be looped over; what cannot be looped over again goes on
            where the last epoch ended.
        steps: batches an epoch; all there are by default.
        class_weight: a weight by class.
        shuffle: whether to take the batches of a `PyDataset` in random order.
    """

    def __init__(
        self,
        source: Iterable[Any],
        steps: int | None = None,
        class_weight: Mapping[int, float] | None = None,
        shuffle: bool = False,
    ) -> None:
        self._source = source
        self._steps = steps
        self._class_weight = class_weight
        self._shuffle = shuffle and isinstance(source, PyDataset)
        self._seed = seeds.default_seed() if self._shuffle else 0
        self._epoch = 0
        self._running: Iterator[Any] | None = None
        self._once = iter(source) is source if not isinstance(source, PyDataset) else False

    @property
    def steps(self) -> int | None:
        if self._steps is not None:
            return self._steps
        try:
            return len(self._source)  # type: ignore[arg-type]
        except TypeError:
            return None

    def epoch(self) -> Iterator[Batch]:
        items = self._items()
        for number, item in enumerate(islice(items, self._steps)):
            yield self._batch(number, item)

    def sample(self) -> Batch:
        if isinstance(self._source, PyDataset):
            return self._batch(0, self._source[0])
        if not self._once:
            return self._batch(0, next(iter(self._source)))
        rest = self._running or iter(self._source)
        first = next(rest)
        self._running = chain([first], rest)
        return self._batch(0, first)

    def _items(self) -> Iterator[Any]:
        if isinstance(self._source, PyDataset):
            self._source.on_epoch_begin()
            self._epoch += 1
            return self._by_number(self._source)
        if not self._once and self._steps is None:
            return iter(self._source)
        self._running = self._running or iter(self._source)
        return self._endless()

    def _by_number(self, source: PyDataset) -> Iterator[Any]:
        order: Iterable[int] = range(source.num_batches)
        if self._shuffle:
            generator = seeds.generator(self._seed, self._epoch)
            order = generator.permutation(source.num_batches).tolist()
        return (source[i] for i in order)

    def _endless(self) -> Iterator[Any]:
        """Goes on over the borders of epochs, and around where the source can start anew."""
        while self._running is not None:
            yield from self._running
            if self._once:
                return
            self._running = iter(self._source)

    def finished(self) -> None:
        if isinstance(self._source, PyDataset):
            self._source.on_epoch_end()

    def _batch(self, number: int, item: Any) -> Batch:
        if isinstance(item, list):
            item = tuple(item)
        x, y, sample_weight = unpack_x_y_sample_weight(item)
        parts: dict[str, Any] = {"x": x, "y": y, "sample_weight": sample_weight}
        where = f"batch {number}"
        for name, part in parts.items():
            parts[name] = trees.map(
                lambda a, n=name: None if a is None else to_array(a, f"{where}, {n}"), part
            )
        try:
            size = same_length(parts)
        except DataError as error:
            raise error.at(where) from None
        if self._class_weight:
            parts["sample_weight"] = sample_weights(
                parts["y"], self._class_weight, parts["sample_weight"]
            )
        nan = rows_with_nan({"x": parts["x"], "y": parts["y"]})
        return Batch(number, **parts, size=size, suspect=next(iter(nan.values()), None))
