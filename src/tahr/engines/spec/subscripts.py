"""The shape that Python indexing gives, NumPy's rules for index tensors included."""

import operator
from collections.abc import Iterator
from types import EllipsisType
from typing import Any

from tahr.core.errors import ArgumentError, DtypeError, ShapeError
from tahr.core.specs import TensorSpec, Unknown, is_known, show
from tahr.engines.literals import describe
from tahr.engines.spec.checks import broadcast, integers

FAR = 2**40
"""A length longer than any."""


def subscripted(shape: tuple[int, ...], index: tuple[Any, ...]) -> tuple[int, ...]:
    """Returns the shape of x[index].

    A slice of an unknown axis has a known length where that is the same for every axis long
    enough, as for `[:5]` and `[-1:]`.

    Raises:
        ShapeError: there are more indices than axes, or one is out of range.
        DtypeError: an index is a bool or a float.

    Example:
        >>> from tahr.core.specs import filled
        >>> subscripted(filled((None, 8, 3)), (slice(1, None), None, -1, slice(None, None, -2)))
        (?, 1, 2)
    """
    front = 0
    result: list[int] = []
    tensors: list[tuple[int, ...]] = []
    places: list[int] = []
    entries = list(_per_axis(shape, index))
    fancy = any(kind == "tensor" for kind, _, _ in entries)
    for place, (kind, item, length) in enumerate(entries):
        if kind == "new":
            result.append(1)
        elif kind == "slice":
            result.append(sliced(length, item))
        elif kind == "tensor" or fancy:
            if not places:
                front = len(result)
            tensors.append(item.shape if kind == "tensor" else ())
            places.append(place)
        if kind == "integer":
            _in_range(item, length, shape)
    if not fancy:
        return tuple(result)
    together = places[-1] - places[0] + 1 == len(places)
    at = front if together else 0
    result[at:at] = broadcast("get_item", *tensors)
    return tuple(result)


def _per_axis(shape: tuple[int, ...], index: tuple[Any, ...]) -> Iterator[tuple[str, Any, int]]:
    """Yields (kind, index, length) for each entry, the ellipsis written out."""
    items = [_standard(item) for item in index]
    taken = sum(item is not None and item is not Ellipsis for item in items)
    dots = sum(item is Ellipsis for item in items)
    if taken > len(shape) or dots > 1:
        raise ShapeError(
            "there are more indices than axes" if dots <= 1 else "there is more than one `...`",
            expected=f"up to {len(shape)} indices for shape {show(shape)}",
            got=f"{taken}",
        )
    if not dots:
        items.append(Ellipsis)
    lengths = iter(shape)
    for item in items:
        if item is None:
            yield "new", None, 1
        elif item is Ellipsis:
            for _ in range(len(shape) - taken):
                yield "slice", slice(None), next(lengths)
        elif isinstance(item, slice):
            yield "slice", item, next(lengths)
        elif isinstance(item, TensorSpec):
            yield "tensor", item, next(lengths)
        else:
            yield "integer", item, next(lengths)


def _standard(item: Any) -> int | slice | TensorSpec | EllipsisType | None:
    if item is None or item is Ellipsis or isinstance(item, slice):
        return item
    if isinstance(item, bool):
        raise DtypeError("a bool is no index", got=item, todo="use an integer, or where")
    if isinstance(item, int):
        return item
    if not hasattr(item, "shape") and hasattr(item, "__index__"):
        return operator.index(item)
    shape, dtype = describe(item)
    if shape == (0,) and isinstance(item, list | tuple):
        dtype = "int32"
    return integers("get_item", TensorSpec(shape, dtype))


def _in_range(item: int, length: int, shape: tuple[int, ...]) -> None:
    if is_known(length) and is_known(item) and not -length <= item < length:
        raise ShapeError(
            f"index {item} is out of range", expected=f"-{length} to {length - 1}", got=show(shape)
        )


def sliced(length: int, item: slice) -> int:
    """Returns the length of a slice of an axis."""
    bounds = (item.start, item.stop, item.step)
    for bound in bounds:
        if bound is not None and not hasattr(bound, "__index__"):
            raise ArgumentError(
                "a slice takes integers",
                got=item,
                todo="for a start known only at run time use ops.slice",
            )
    if item.step is not None and int(item.step) == 0:
        raise ArgumentError("a slice cannot go on by steps of 0", got=item)
    taken = _taken(int(length), bounds)
    if not all(is_known(n) for n in bounds if n is not None):
        return Unknown(taken)
    if is_known(length):
        return taken
    return _taken(FAR, bounds) if _from_one_end(item) else Unknown(taken)


def _from_one_end(item: slice) -> bool:
    """Returns whether a slice counts both its bounds from the same end of the axis."""
    forward = item.step is None or item.step > 0
    start = forward if item.start is None else item.start >= 0
    stop = not forward if item.stop is None else item.stop >= 0
    return start == stop


def _taken(length: int, bounds: tuple[int | None, ...]) -> int:
    plain = (None if n is None else int(n) for n in bounds)
    return len(range(*slice(*plain).indices(length)))
