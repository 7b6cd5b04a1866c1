"""Batches of whatever a layer adapts to, one after the other."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from tahr.core.errors import DataError
from tahr.core.texts import holds_text, is_text


def batches(data: Any, steps: int | None, where: str) -> Iterator[Any]:
    """Returns the inputs in data, batch by batch.

    Args:
        data: an array, list or column, which is one batch; or what can be looped over, or has
            items by number, for many. Of tuples, as of (x, y), the first is taken.
        steps: how many batches at most.
        where: the layer's name.

    Raises:
        DataError: it is no data.
    """
    return islice(_batches(data, where), steps)


def _batches(data: Any, where: str) -> Iterator[Any]:
    if not _is_list_of_arrays(data) and (is_text(data) or _is_array(data) or _is_numbers(data)):
        yield data
    elif _is_by_number(data):
        for number in range(_length(data)):
            yield _inputs(data[number])
    elif isinstance(data, Iterable) and not isinstance(data, str | bytes | dict):
        for item in data:
            yield _inputs(item)
    else:
        raise DataError(
            "this is no data to adapt to", where=where, got=f"{data!r:.80} of {type(data)}",
            expected="an array, a list, a column, or what gives batches of them",
        )  # fmt: skip


def _is_array(data: Any) -> bool:
    shaped = hasattr(data, "shape") and hasattr(data, "dtype")
    return shaped or holds_text(data) or (hasattr(data, "to_numpy") and not _has_columns(data))


def _has_columns(data: Any) -> bool:
    return hasattr(data, "columns")


def _is_numbers(data: Any) -> bool:
    return isinstance(data, list | tuple) and bool(data) and not hasattr(data[0], "shape")


def _is_list_of_arrays(data: Any) -> bool:
    """Returns whether a list is one of batches; scalars have a shape too."""
    return isinstance(data, list | tuple) and bool(data) and bool(getattr(data[0], "shape", ()))


def _is_by_number(data: Any) -> bool:
    return hasattr(data, "num_batches") and hasattr(data, "__getitem__")


def _length(data: Any) -> int:
    return data.num_batches


def _inputs(item: Any) -> Any:
    return item[0] if isinstance(item, tuple) else item
