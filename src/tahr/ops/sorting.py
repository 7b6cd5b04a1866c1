"""Order: sorting, the largest few, places in a sorted vector."""

from typing import Literal

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import along, axis_of, dims, rank
from tahr.ops.op import Rule, op


@op()
def sort(x: TensorLike, axis: int | None = -1) -> Tensor:
    """Sorts in ascending order.

    Args:
        x: tensor.
        axis: along which to sort; None sorts the flattened tensor.

    Example:
        >>> sort([3, 1, 2]).tolist()
        [1, 2, 3]
    """
    flat, place = along(x, axis)
    return engine().sort(flat, place)


@op()
def argsort(x: TensorLike, axis: int | None = -1) -> Tensor:
    """Returns the int32 indices that sort in ascending order, stably.

    Args:
        x: tensor.
        axis: along which to sort; None sorts the flattened tensor.

    Example:
        >>> argsort([3, 1, 2]).tolist()
        [1, 2, 0]
    """
    flat, place = along(x, axis)
    return engine().argsort(flat, place)


@op()
def argpartition(x: TensorLike, kth: int, axis: int | None = -1) -> Tensor:
    """Returns int32 indices with the kth smallest in its place, the smaller ones before it.

    Args:
        x: tensor.
        kth: which one.
        axis: along which to sort; None takes the flattened tensor.

    Example:
        >>> int(argpartition([3, 1, 2], 0)[0])
        1
    """
    flat, place = along(x, axis)
    if is_known(dims(flat)[place]):
        axis_of(kth, dims(flat)[place])
    return engine().argsort(flat, place)


@op()
def top_k(x: TensorLike, k: int, sorted: bool = True) -> tuple[Tensor, Tensor]:
    """Returns the k largest along the last axis, in descending order, and their int32 indices.

    Args:
        x: tensor `(..., n)`.
        k: how many.
        sorted: kept for Keras's signature; the result always is.

    Raises:
        ShapeError: there are fewer than k.

    Example:
        >>> [t.tolist() for t in top_k([3, 1, 2], 2)]
        [[3, 2], [0, 2]]
    """
    length = dims(x)[-1] if rank(x) else 0
    if is_known(length) and k > length:
        raise ShapeError(f"there are no {k} elements", where="top_k", got=show(dims(x)))
    values, indices = engine().top_k(x, k)
    return values, indices


@op()
def in_top_k(targets: TensorLike, predictions: TensorLike, k: int) -> Tensor:
    """Returns for each row whether its target is among the k highest predictions.

    Args:
        targets: class numbers `(n,)`.
        predictions: scores `(n, classes)`.
        k: how many count; equals of the kth count too.

    Example:
        >>> in_top_k([1, 0], [[0.1, 0.9], [0.2, 0.8]], 1).tolist()
        [True, False]
    """
    run = engine()
    column = run.reshape(run.cast(targets, "int32"), (*dims(targets), 1))
    own = run.take_along_axis(predictions, column, rank(predictions) - 1)
    higher = run.cast(run.greater(predictions, own), "int32")
    before = run.sum(higher, (rank(predictions) - 1,), False)
    allowed = run.less(before, run.full((), k, "int32"))
    return run.logical_and(allowed, run.isfinite(run.reshape(own, dims(targets))))


@op(rule=Rule.PROMOTE)
def searchsorted(
    sorted_sequence: TensorLike, values: TensorLike, side: Literal["left", "right"] = "left"
) -> Tensor:
    """Returns the int32 places where values would keep a vector sorted.

    Args:
        sorted_sequence: vector, sorted upwards.
        values: tensor of any shape.
        side: whether a value goes before its equals ("left") or behind them ("right").

    Example:
        >>> searchsorted([1, 3, 5], [3, 4]).tolist()
        [1, 2]
    """
    if rank(sorted_sequence) != 1:
        raise ShapeError("expected a vector", where="searchsorted", got=show(dims(sorted_sequence)))
    if side not in ("left", "right"):
        raise ArgumentError("side is 'left' or 'right'", where="searchsorted", got=told(side))
    return engine().searchsorted(sorted_sequence, values, side)


@op(rule=Rule.PROMOTE)
def digitize(x: TensorLike, bins: TensorLike) -> Tensor:
    """Returns for each element the int32 number of the bin it falls into.

    Args:
        x: tensor.
        bins: the edges, sorted upwards; bin i starts at edge i - 1, inclusive.

    Example:
        >>> digitize([0.5, 1.0, 7.0], [1.0, 2.0]).tolist()
        [0, 1, 2]
    """
    return searchsorted(bins, x, "right")
