"""Finds the source of batches for whatever data a user passes."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tahr.compat.keywords import Samples
from tahr.core.config import CONFIG
from tahr.core.errors import ArgumentError, DataError
from tahr.core.notices import notice
from tahr.training.data.adapters import adapted
from tahr.training.data.arrays import ArrayBatches
from tahr.training.data.batches import Batches
from tahr.training.data.checks import is_column, to_array
from tahr.training.data.class_weight import check_class_weight
from tahr.training.data.dataset import PyDataset
from tahr.training.data.given import check_batch_size, check_given
from tahr.training.data.items import ItemBatches
from tahr.training.data.loaders import LOADERS, is_of
from tahr.training.data.numbered import Numbered
from tahr.training.data.piped import Piped
from tahr.training.data.pipeline import Dataset
from tahr.training.data.process import leave_if_importing
from tahr.training.data.rows import RowBatches
from tahr.training.data.source import Iterated, Kept, Once, Source
from tahr.training.data.tables import Columns, Stream, TableBatches, is_stream, is_table


def is_array_like(value: Any) -> bool:
    """Returns whether a value is data itself, rather than something that yields data."""
    if is_table(value) or is_stream(value):
        return False
    if isinstance(value, Mapping):
        return all(is_array_like(v) for v in value.values())
    return isinstance(value, list | tuple) or _is_array(value) or hasattr(value, "__array__")


def arrays_of(value: Any, name: str, text: bool = False) -> Any:
    """Turns an argument into a tree of arrays; lists of numbers are arrays themselves."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return {key: arrays_of(item, f"{name}[{key!r}]", text) for key, item in value.items()}
    if isinstance(value, list | tuple) and value and all(_is_row_of_rows(v) for v in value):
        return [arrays_of(item, f"{name}[{i}]", text) for i, item in enumerate(value)]
    return to_array(value, name, text)


def _is_array(value: Any) -> bool:
    return hasattr(value, "shape") or hasattr(value, "__dlpack__") or is_column(value)


def _is_row_of_rows(value: Any) -> bool:
    return isinstance(value, Mapping) or (_is_array(value) and getattr(value, "ndim", 1) > 0)


def adapt(
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    batch_size: int | None = None,
    steps: int | None = None,
    shuffle: bool | str = False,
    class_weight: Mapping[int, float] | None = None,
    text: bool = False,
    anew: bool = False,
    again: bool = False,
) -> Batches:
    """Makes a source of batches.

    Args:
        x: arrays or data frames, alone or in lists and dicts; or a data set, generator or iterable.
        y: targets, where x is arrays; names of columns, where x is a data set with columns.
        sample_weight: weights, likewise.
        batch_size: samples a batch, where x is not in batches yet; 32 by default.
        steps: batches an epoch; `Samples` for a number of samples, in batches like the first.
        shuffle: whether to reorder arrays, rows and the batches of a `PyDataset` each epoch.
        class_weight: a weight by class.
        text: whether inputs may be text.
        anew: whether each epoch has the first batches, and ends where the data does, whatever the
            steps.
        again: whether there will be several epochs of a generator's batches too, which are kept.

    Raises:
        DataError: there is no data, or it cannot be used.
        ArgumentError: an argument does not go with this kind of data.
    """
    leave_if_importing()
    x = adapted(x)
    check_given(x, text)
    check_batch_size(batch_size)
    parts = (x, y, sample_weight)
    found = _batches(parts, batch_size, steps, shuffle, class_weight, text, anew, again)
    found.most = CONFIG.max_steps_per_epoch
    return found


def _batches(
    parts: tuple[Any, Any, Any],
    batch_size: int | None,
    steps: int | None,
    shuffle: bool | str,
    class_weight: Mapping[int, float] | None,
    text: bool,
    anew: bool,
    again: bool,
) -> Batches:
    x, y, sample_weight = parts
    if isinstance(x, Batches):
        return x
    check_class_weight(class_weight)
    size = int(batch_size or 32)
    if is_table(x):
        columns = Columns(y, sample_weight, text)
        return _limited(TableBatches(x, columns, size, shuffle, class_weight), steps, anew)
    if is_stream(x):
        stream = Stream(x, Columns(y, sample_weight, text), size)
        return _items(stream, steps, class_weight, text, anew)
    if is_array_like(x):
        parts = (
            arrays_of(x, "x", text),
            arrays_of(y, "y"),
            arrays_of(sample_weight, "sample_weight"),
        )
        return _limited(ArrayBatches(*parts, size, shuffle, class_weight), steps, anew)
    if y is not None or sample_weight is not None:
        raise ArgumentError(
            "y and sample_weight come with the batches of a data set or generator",
            got="them as arguments too",
            todo="let it yield (x, y) or (x, y, sample_weight)",
        )
    source = Kept(x) if again and isinstance(x, Iterator) else _source(x, bool(shuffle))
    return _items(source, steps, class_weight, text, anew)


def about_batch_size(x: Any, batch_size: int | None) -> None:
    """Warns where a number of samples was given beside data that comes in batches.

    Args:
        x: the data.
        batch_size: the number, or None.
    """
    if batch_size is not None and not (is_table(x) or is_stream(x) or is_array_like(x)):
        notice("`batch_size` has no effect: the data comes in batches already")


def _items(
    source: Source,
    steps: int | None,
    class_weight: Mapping[int, float] | None,
    text: bool,
    anew: bool,
) -> ItemBatches:
    batches = ItemBatches(source, steps, class_weight, text, anew)
    if isinstance(steps, Samples):
        batches.take_only(-(-steps // batches.sample().size))
    return batches


def _source(data: Any, shuffle: bool) -> Source:
    if isinstance(data, Dataset):
        return Piped(data)
    if isinstance(data, PyDataset):
        return Numbered(data, shuffle)
    found = next((make for package, name, make in LOADERS if is_of(data, package, name)), None)
    if found is not None:
        return found(data)
    if isinstance(data, Iterator):
        return Once(data)
    if isinstance(data, Mapping) or not (isinstance(data, Iterable) or _counts(data)):
        raise _no_data(data)
    return Iterated(data)


def _counts(data: Any) -> bool:
    return hasattr(data, "__getitem__") and hasattr(data, "__len__")


def _no_data(data: Any) -> DataError:
    todo = None
    if isinstance(data, Mapping) and any(is_table(v) or is_stream(v) for v in data.values()):
        todo = f"pass one of its splits: data[{next(iter(data))!r}]"
    elif hasattr(type(data), "collect"):
        todo = "call its collect() first"
    elif inspect.isgeneratorfunction(data):
        todo = f"call the function: {data.__name__}()"
    return DataError("this is no data", where="x", got=f"{data!r} of {type(data)}", todo=todo)


def _limited(batches: RowBatches, steps: int | None, anew: bool) -> Batches:
    if isinstance(steps, Samples):
        steps = -(-steps // batches.batch_size)
    if steps is None or steps == batches.steps:
        return batches
    return ItemBatches(_Rows(batches), steps, text=True, anew=anew)


class _Rows(Source):
    """Lets rows be gone through again and again, a given number of steps an epoch."""

    by_number = True

    def __init__(self, batches: RowBatches) -> None:
        self._batches = batches

    @property
    def length(self) -> int:
        return self._batches.steps

    def items(self, number: int, start: int = 0) -> Iterator[Any]:
        self._batches.restore(self._batches.state() | {"epoch": number})
        for batch in self._batches.epoch(start):
            yield batch.data

    def named(self, number: int, item: int) -> str:
        return f"batch {item}"

    def preview(self) -> list[Any]:
        return [self._batches.sample().data]

    def state(self) -> dict[str, Any]:
        return self._batches.state()

    def restore(self, number: int, state: dict[str, Any], progress: dict[str, Any]) -> None:
        self._batches.restore(state)
