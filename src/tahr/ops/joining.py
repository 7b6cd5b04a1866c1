"""Tensors put together and taken apart."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import is_known, show
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import axis_of, dims, rank
from tahr.ops.op import Rule, op
from tahr.ops.shapes import expand_dims


@op(rule=Rule.PROMOTE, rows="axis")
def concatenate(xs: Sequence[TensorLike], axis: int | None = 0) -> Tensor:
    """Joins tensors along an axis.

    Args:
        xs: tensors of the same shape but for that axis.
        axis: along which they are joined; None flattens them first.

    Raises:
        ShapeError: the other axes differ.

    Example:
        >>> concatenate([[1, 2], [3]]).tolist()
        [1, 2, 3]
    """
    parts = _listed(xs)
    if axis is None:
        return engine().concatenate([engine().reshape(part, (-1,)) for part in parts], 0)
    place = axis_of(axis, rank(parts[0])) if rank(parts[0]) else 0
    return engine().concatenate(parts, place)


@op(rule=Rule.PROMOTE)
def stack(x: Sequence[TensorLike], axis: int = 0) -> Tensor:
    """Joins tensors along a new axis.

    Args:
        x: tensors of one shape.
        axis: where the new axis stands in the result.

    Raises:
        ShapeError: the shapes differ.

    Example:
        >>> stack([[1, 2], [3, 4]], axis=1).tolist()
        [[1, 3], [2, 4]]
    """
    parts = _listed(x)
    place = axis_of(axis, rank(parts[0]) + 1)
    return engine().concatenate([expand_dims(p, place) for p in parts], place)


@op(rule=Rule.PROMOTE)
def append(x1: TensorLike, x2: TensorLike, axis: int | None = None) -> Tensor:
    """Joins two tensors along an axis, flattened where it is None.

    Example:
        >>> append([1, 2], [3]).tolist()
        [1, 2, 3]
    """
    if axis is None:
        x1, x2 = (engine().reshape(x, (-1,)) for x in (x1, x2))
    return concatenate([x1, x2], axis or 0)


@op(rule=Rule.PROMOTE)
def hstack(xs: Sequence[TensorLike]) -> Tensor:
    """Joins tensors along the second axis, vectors along their only one.

    Example:
        >>> hstack([[1, 2], [3]]).tolist()
        [1, 2, 3]
    """
    parts = [_with_rank(x, 1) for x in _listed(xs)]
    return concatenate(parts, 0 if rank(parts[0]) == 1 else 1)


@op(rule=Rule.PROMOTE)
def vstack(xs: Sequence[TensorLike]) -> Tensor:
    """Joins tensors along the first axis, vectors as rows.

    Example:
        >>> vstack([[1, 2], [3, 4]]).tolist()
        [[1, 2], [3, 4]]
    """
    return concatenate([_with_rank(x, 2) for x in _listed(xs)], 0)


@op(rule=Rule.PROMOTE)
def column_stack(xs: Sequence[TensorLike]) -> Tensor:
    """Joins tensors along the second axis, vectors as columns.

    Example:
        >>> column_stack([[1, 2], [3, 4]]).tolist()
        [[1, 3], [2, 4]]
    """
    columns = [engine().reshape(x, (-1, 1)) if rank(x) < 2 else x for x in _listed(xs)]
    return concatenate(columns, 1)


@op(rule=Rule.PROMOTE)
def dstack(xs: Sequence[TensorLike]) -> Tensor:
    """Joins tensors along the third axis.

    Example:
        >>> dstack([[1, 2], [3, 4]]).tolist()
        [[[1, 3], [2, 4]]]
    """
    return concatenate([_with_rank(x, 3) for x in _listed(xs)], 2)


@op()
def split(x: TensorLike, indices_or_sections: int | Sequence[int], axis: int = 0) -> list[Tensor]:
    """Splits a tensor along an axis.

    Args:
        x: tensor.
        indices_or_sections: how many equal parts, or the indices where parts begin.
        axis: along which to split.

    Returns:
        The parts, in order.

    Raises:
        ShapeError: the length is no multiple of the number of parts.

    Example:
        >>> [part.tolist() for part in split([1, 2, 3, 4], 2)]
        [[1, 2], [3, 4]]
    """
    place = axis_of(axis, rank(x))
    length = dims(x)[place]
    if not isinstance(indices_or_sections, int):
        return _parts(x, [int(i) for i in indices_or_sections], place)
    _check_sections(indices_or_sections, "split")
    if is_known(length) and length % indices_or_sections:
        raise ShapeError(
            f"cannot split a length of {length} into {indices_or_sections} equal parts",
            where="split",
            got=show(dims(x)),
        )
    step = length // indices_or_sections
    return _parts(x, (step * i for i in range(1, indices_or_sections)), place)


@op()
def array_split(
    x: TensorLike, indices_or_sections: int | Sequence[int], axis: int = 0
) -> list[Tensor]:
    """Splits a tensor along an axis into parts whose lengths differ by one at most.

    Example:
        >>> [part.tolist() for part in array_split([1, 2, 3], 2)]
        [[1, 2], [3]]
    """
    place = axis_of(axis, rank(x))
    if not isinstance(indices_or_sections, int):
        return _parts(x, [int(i) for i in indices_or_sections], place)
    _check_sections(indices_or_sections, "array_split")
    length = dims(x)[place]
    step, longer = length // indices_or_sections, length % indices_or_sections
    starts = (step * i + min(i, longer) for i in range(1, indices_or_sections))
    return _parts(x, starts, place)


@ends_at_user
def hsplit(x: TensorLike, indices_or_sections: int | Sequence[int]) -> list[Tensor]:
    """Splits a tensor along the second axis, a vector along its only one."""
    return split(x, indices_or_sections, axis=0 if _written_rank(x) == 1 else 1)


@ends_at_user
def vsplit(x: TensorLike, indices_or_sections: int | Sequence[int]) -> list[Tensor]:
    """Splits a tensor along the first axis."""
    return split(x, indices_or_sections, axis=0)


@ends_at_user
def dsplit(x: TensorLike, indices_or_sections: int | Sequence[int]) -> list[Tensor]:
    """Splits a tensor along the third axis."""
    return split(x, indices_or_sections, axis=2)


@op()
def unstack(x: TensorLike, num: int | None = None, axis: int = 0) -> list[Tensor]:
    """Returns the slices along an axis, without that axis.

    Args:
        x: tensor.
        num: how many there are, where the length is not known yet.
        axis: along which to take apart.

    Example:
        >>> [part.tolist() for part in unstack([[1, 2], [3, 4]])]
        [[1, 2], [3, 4]]
    """
    place = axis_of(axis, rank(x))
    length = dims(x)[place]
    if num is None and not is_known(length):
        raise ArgumentError(
            "cannot unstack along a length that is not known yet",
            where="unstack",
            got=show(dims(x)),
            todo="say how many there are: num=...",
        )
    ahead = (slice(None),) * place
    return [engine().get_item(x, (*ahead, i)) for i in range(length if num is None else num)]


def _parts(x: TensorLike, starts: Iterable[int], place: int) -> list[Tensor]:
    ahead = (slice(None),) * place
    parts: list[Tensor] = []
    start = 0
    for end in chain(starts, [dims(x)[place]]):
        parts.append(engine().get_item(x, (*ahead, slice(start, end))))
        start = end
    return parts


def _listed(xs: Any) -> list[Any]:
    parts = list(xs) if isinstance(xs, list | tuple) else unstack(xs)
    if not parts:
        raise ArgumentError("there is nothing to join")
    return parts


def _check_sections(sections: int, where: str) -> None:
    if sections < 1:
        raise ArgumentError("expected one part or more", where=where, got=sections)


def _written_rank(x: Any) -> int:
    return len(x.shape) if hasattr(x, "shape") else 1 + isinstance(x[0], list | tuple)


def _with_rank(x: TensorLike, wanted: int) -> TensorLike:
    """Adds axes as NumPy's `atleast_nd` functions do."""
    shape = dims(x)
    if len(shape) >= wanted:
        return x
    new = {
        1: lambda: (1,),
        2: lambda: (1, *shape) if shape else (1, 1),
        3: lambda: {0: (1, 1, 1), 1: (1, *shape, 1), 2: (*shape, 1)}[len(shape)],
    }[wanted]()
    return engine().reshape(x, new)
