"""Batches of whatever a layer adapts to, one after the other."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from tahr.core.errors import DataError
from tahr.core.texts import holds_text, is_text


def batches(data: Any, steps: int | None, where: str) -> Iterator[Any]:
    """Returns the inputs in data, batch by batch.

    Args:
        data: an array, list, column or data frame, which is one batch; or what can be looped over,
            or has items by number, for many. Of (x, y), as a tuple or out of PyTorch's loader, the
            first is taken.
        steps: how many batches at most.
        where: the layer's name.

    Raises:
        DataError: it is no data.
    """
    return islice(_batches(data, where), steps)


def _batches(data: Any, where: str) -> Iterator[Any]:
    if hasattr(data, "columns") and hasattr(data, "to_numpy"):
        yield data.to_numpy()
    elif not _is_list_of_arrays(data) and (is_text(data) or _is_array(data) or _is_numbers(data)):
        yield data
    elif hasattr(data, "num_batches") and hasattr(data, "__getitem__"):
        for number in range(data.num_batches):
            yield _inputs(data[number], data)
    elif isinstance(data, Iterable) and not isinstance(data, str | bytes | Mapping):
        for item in data:
            yield _inputs(item, data)
    else:
        raise DataError(
            "this is no data to adapt to", where=where, got=f"{data!r:.80} of {type(data)}",
            expected="an array, a list, a column, or what gives batches of them",
        )  # fmt: skip


def _is_array(data: Any) -> bool:
    shaped = hasattr(data, "shape") and hasattr(data, "dtype")
    return shaped or holds_text(data) or hasattr(data, "to_numpy")


def _is_numbers(data: Any) -> bool:
    return isinstance(data, list | tuple) and bool(data) and not hasattr(data[0], "shape")


def _is_list_of_arrays(data: Any) -> bool:
    """Returns whether a list is one of batches; scalars have a shape too."""
    return isinstance(data, list | tuple) and bool(data) and bool(getattr(data[0], "shape", ()))


def _inputs(item: Any, data: Any) -> Any:
    """Returns the inputs of a batch; PyTorch's loader gives lists where others give tuples."""
    several = isinstance(item, tuple) or (isinstance(item, list) and _is_loader(data))
    return item[0] if several and item else item


def _is_loader(data: Any) -> bool:
    return any(kind.__module__.startswith("torch.utils.data") for kind in type(data).__mro__)
