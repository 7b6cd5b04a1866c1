"""Rows combined by the segment they belong to."""

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ArgumentError
from tahr.core.typing import Tensor, TensorLike
from tahr.engines.base import Mode
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.op import op


@op()
def segment_sum(
    data: TensorLike, segment_ids: TensorLike, num_segments: int | None = None, sorted: bool = False
) -> Tensor:
    """Sums the rows of each segment.

    Args:
        data: tensor `(n, ...)`.
        segment_ids: the segment of each row, `(n,)`; rows of a negative one are left out.
        num_segments: how many segments there are; needed where the ids are not known yet.
        sorted: whether the ids rise; not needed here.

    Returns:
        A tensor `(num_segments, ...)`; zeros for a segment without rows.

    Example:
        >>> segment_sum([1, 2, 3], [0, 0, 1]).tolist()
        [3, 3]
    """
    return _combined(data, segment_ids, num_segments, 0, "add")


@op()
def segment_prod(
    data: TensorLike, segment_ids: TensorLike, num_segments: int | None = None, sorted: bool = False
) -> Tensor:
    """Returns the product of the rows of each segment; one for a segment without rows.

    Example:
        >>> segment_prod([4, 2, 3], [0, 0, 1]).tolist()
        [8, 3]
    """
    return _combined(data, segment_ids, num_segments, 1, "multiply")


@op()
def segment_max(
    data: TensorLike, segment_ids: TensorLike, num_segments: int | None = None, sorted: bool = False
) -> Tensor:
    """Returns the largest of each segment; the dtype's lowest for a segment without rows.

    Example:
        >>> segment_max([4, 2, 3], [0, 0, 1]).tolist()
        [4, 3]
    """
    lowest = dtypes.smallest(dtype_of(data))
    lowest = -float("inf") if dtypes.is_float(dtype_of(data)) else lowest
    return _combined(data, segment_ids, num_segments, lowest, "max")


@op()
def segment_min(
    data: TensorLike, segment_ids: TensorLike, num_segments: int | None = None, sorted: bool = False
) -> Tensor:
    """Returns the smallest of each segment; the dtype's highest for a segment without rows.

    Example:
        >>> segment_min([4, 2, 3], [0, 0, 1]).tolist()
        [2, 3]
    """
    highest = dtypes.largest(dtype_of(data))
    highest = float("inf") if dtypes.is_float(dtype_of(data)) else highest
    return _combined(data, segment_ids, num_segments, highest, "min")


def _combined(
    data: TensorLike, ids: TensorLike, number: int | None, start: float, mode: Mode
) -> Tensor:
    run, dtype = engine(), dtype_of(data)
    segments = _number(ids) if number is None else number
    ids = run.cast(ids, "int32")
    spare = run.full((), segments, "int32")
    inside = run.logical_and(run.greater_equal(ids, run.full((), 0, "int32")), run.less(ids, spare))
    # Rows that belong nowhere go to one segment more, which is cut off again.
    places = run.reshape(run.where(inside, ids, spare), (*dims(ids), 1))
    empty = run.full((segments + 1, *dims(data)[rank(ids) :]), start, dtype)
    return run.get_item(run.scatter(empty, places, data, mode), (slice(0, segments),))


def _number(ids: TensorLike) -> int:
    run = engine()
    if not run.is_concrete(ids):
        raise ArgumentError(
            "how many segments there are is not known before the ids are",
            todo="say how many: num_segments=...",
        )
    return int(run.to_numpy(ids).max(initial=-1)) + 1
