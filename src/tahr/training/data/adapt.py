"""Finds the source of batches for whatever data a user passes."""

from collections.abc import Iterable, Mapping
from typing import Any

from tahr.core.errors import ArgumentError, DataError
from tahr.training.data.arrays import ArrayBatches
from tahr.training.data.batch import Batches
from tahr.training.data.checks import to_array
from tahr.training.data.iterables import IterableBatches


def is_array_like(value: Any) -> bool:
    """Tells whether a value is data itself, rather than something that yields data."""
    if isinstance(value, Mapping):
        return all(is_array_like(v) for v in value.values())
    return isinstance(value, list | tuple) or hasattr(value, "shape") or hasattr(value, "__array__")


def arrays_of(value: Any, name: str) -> Any:
    """Turns an argument into a tree of arrays; lists of numbers are arrays themselves."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return {key: arrays_of(item, f"{name}[{key!r}]") for key, item in value.items()}
    if isinstance(value, list | tuple) and value and all(_is_array(item) for item in value):
        return [arrays_of(item, f"{name}[{i}]") for i, item in enumerate(value)]
    return to_array(value, name)


def _is_array(value: Any) -> bool:
    return hasattr(value, "shape") and getattr(value, "ndim", 1) > 0


def adapt(
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    batch_size: int | None = None,
    steps: int | None = None,
    shuffle: bool | str = False,
    class_weight: Mapping[int, float] | None = None,
) -> Batches:
    """Makes a source of batches.

    Args:
        x: arrays, alone or in lists and dicts; or a data set, generator or iterable.
        y: targets, where x is arrays.
        sample_weight: weights, where x is arrays.
        batch_size: samples a batch, where x is arrays; 32 by default.
        steps: batches an epoch.
        shuffle: whether to reorder arrays each epoch.
        class_weight: a weight by class.

    Raises:
        DataError: there is no data, or it cannot be used.
        ArgumentError: an argument does not go with this kind of data.
    """
    if x is None:
        raise DataError("there is no data", where="x", got=None)
    if batch_size is not None and (not isinstance(batch_size, int) or batch_size < 1):
        raise ArgumentError("batch_size must be a positive integer", got=repr(batch_size))
    if isinstance(x, Batches):
        return x
    if is_array_like(x):
        parts = (arrays_of(x, "x"), arrays_of(y, "y"), arrays_of(sample_weight, "sample_weight"))
        batches = ArrayBatches(*parts, batch_size or 32, shuffle, class_weight)
        return _limited(batches, steps)
    if not isinstance(x, Iterable) and not hasattr(x, "__getitem__"):
        raise DataError("this is no data", where="x", got=f"{x!r} of {type(x)}")
    if y is not None or sample_weight is not None:
        raise ArgumentError(
            "y and sample_weight come with the batches of a data set or generator",
            got="them as arguments too",
            todo="let it yield (x, y) or (x, y, sample_weight)",
        )
    return IterableBatches(x, steps, class_weight, shuffle=bool(shuffle))


def _limited(batches: ArrayBatches, steps: int | None) -> Batches:
    if steps is None or steps == batches.steps:
        return batches
    return IterableBatches(_Again(batches), steps)


class _Again:
    """Lets arrays be gone through again and again, a given number of steps an epoch."""

    def __init__(self, batches: ArrayBatches) -> None:
        self._batches = batches

    def __iter__(self) -> Any:
        for batch in self._batches.epoch():
            yield tuple(part for part in batch.data) if batch.y is not None else (batch.x,)
