"""Counts: bins, histograms, distinct elements."""

from collections.abc import Sequence
from typing import Any

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ArgumentError, EngineError, ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops import reductions
from tahr.ops.arithmetic import add, subtract
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.creation import linspace
from tahr.ops.mostly_zeros import counts, makes_sparse
from tahr.ops.op import op, to_tensor
from tahr.ops.sorting import searchsorted


@op()
def bincount(
    x: TensorLike, weights: TensorLike | None = None, minlength: int = 0, sparse: bool = False
) -> Tensor:
    """Counts how often each number stands in a vector, or in each row of a matrix.

    Args:
        x: integers from zero, `(n,)` or `(rows, n)`.
        weights: of x's shape: what each element adds; one by default.
        minlength: the result is at least this long. Where the values are not known yet, as
            inside a compiled function, it is exactly this long.
        sparse: whether the result is a sparse tensor.

    Returns:
        A tensor `(length,)` or `(rows, length)`, int32 or of the weights' dtype.

    Raises:
        ArgumentError: the values are not known yet and minlength is zero.
        EngineError: a sparse tensor is asked of an engine that has none.

    Example:
        >>> bincount([1, 1, 3]).tolist()
        [0, 2, 0, 1]
    """
    run = engine()
    if rank(x) not in (1, 2):
        raise ShapeError("expected a vector or a matrix", where="bincount", got=show(dims(x)))
    length = _length(x, minlength)
    ones = run.full(dims(x), 1, "int32") if weights is None else weights
    if sparse and makes_sparse("bincount"):
        return counts(x, ones, length)
    flat = run.reshape(run.cast(x, "int32"), (-1, dims(x)[-1]))
    # One bin more than asked for takes what lies beyond, and is cut off again.
    places = run.minimum(flat, run.full((), length, "int32"))
    rows = run.reshape(run.arange(0, dims(flat)[0], 1, "int32"), (-1, 1))
    rows = run.broadcast_to(rows, dims(flat))
    pairs = [run.reshape(i, (*dims(flat), 1)) for i in (rows, places)]
    empty = run.full((dims(flat)[0], length + 1), 0, dtype_of(ones))
    counted = run.scatter(empty, run.concatenate(pairs, 2), run.reshape(ones, dims(flat)), "add")
    counted = run.get_item(counted, (Ellipsis, slice(0, length)))
    return run.reshape(counted, (*dims(x)[:-1], length))


def _length(x: TensorLike, minlength: int) -> int:
    if engine().is_concrete(x):
        return max(int(engine().to_numpy(x).max(initial=-1)) + 1, minlength)
    if minlength:
        return minlength
    raise ArgumentError(
        "how many bins there are is not known before the values are",
        where="bincount",
        todo="say how many: minlength=...",
    )


@op()
def histogram(
    x: TensorLike, bins: int | Sequence[float] = 10, range: tuple[float, float] | None = None
) -> tuple[Tensor, Tensor]:
    """Counts how many elements fall between the edges of bins.

    Args:
        x: tensor of any shape.
        bins: how many bins of one width, or their edges.
        range: the outer edges; by default the smallest and the largest element.

    Returns:
        The counts `(bins,)` and the edges `(bins + 1,)`, in a float dtype. The last bin holds
        its upper edge.

    Example:
        >>> [t.tolist() for t in histogram([0.0, 1.0, 1.0, 2.0], 2)]
        [[1.0, 3.0], [0.0, 1.0, 2.0]]
    """
    run, dtype = engine(), dtypes.to_float(dtype_of(x))
    values = run.reshape(run.cast(x, dtype), (-1,))
    edges = _edges(values, bins, range) if isinstance(bins, int) else to_tensor(bins, dtype)
    number = dims(edges)[0] - 1
    inner = run.get_item(edges, (slice(1, number),))
    first, last = (run.get_item(edges, (i,)) for i in (0, number))
    inside = run.logical_and(run.greater_equal(values, first), run.less_equal(values, last))
    places = searchsorted(inner, values, "right")
    found = run.scatter(
        run.full((number,), 0, dtype),
        run.reshape(places, (*dims(values), 1)),
        run.cast(inside, dtype),
        "add",
    )
    return found, edges


def _edges(values: Tensor, bins: int, range: tuple[float, float] | None) -> Tensor:
    if bins < 1:
        raise ArgumentError("a histogram has one bin or more", where="histogram", got=bins)
    low, high = (reductions.min(values), reductions.max(values)) if range is None else range
    low, high = to_tensor(low, dtype_of(values)), to_tensor(high, dtype_of(values))
    same = engine().cast(engine().equal(low, high), dtype_of(values))
    half = engine().multiply(same, engine().full((), 0.5, dtype_of(values)))
    return linspace(subtract(low, half), add(high, half), bins + 1, dtype=dtype_of(values))


@op()
def unique(
    x: TensorLike,
    sorted: bool = True,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
    size: int | None = None,
    fill_value: float | None = None,
) -> Any:
    """Returns the distinct elements, in ascending order.

    Their number depends on the values, so this works only where the values are known.

    Args:
        x: tensor.
        sorted: kept for Keras's signature; the result always is.
        return_index: also give where each stands first.
        return_inverse: also give which of them each element of x is.
        return_counts: also give how often each stands in x.
        axis: compare slices along an axis instead of elements.
        size: cut or fill up the result to this length.
        fill_value: what to fill up with; the smallest element by default.

    Raises:
        EngineError: inside a compiled function, or on symbolic tensors.

    Example:
        >>> unique([3, 1, 3]).tolist()
        [1, 3]
    """
    import numpy as np

    run = engine()
    if not run.is_concrete(x):
        raise EngineError(
            "how many distinct elements there are is not known before the values are",
            where="unique",
        )
    found = np.unique(
        run.to_numpy(x), return_index, return_inverse, return_counts, axis, equal_nan=False
    )
    parts = list(found) if isinstance(found, tuple) else [found]
    along = axis or 0
    ready = [_sized(parts[0], size, along, fill_value)]
    names = _named(return_index, return_inverse, return_counts)
    for name, part in zip(names, parts[1:], strict=True):
        same = name == "inverse"
        part = part if same else _sized(part, size, 0, 0 if name == "counts" else part[:1])
        ready.append(part.astype("int32"))
    tensors = [run.asarray(part) for part in ready]
    return tuple(tensors) if len(tensors) > 1 else tensors[0]


def _named(index: bool, inverse: bool, counts: bool) -> list[str]:
    flags = {"index": index, "inverse": inverse, "counts": counts}
    return [name for name, wanted in flags.items() if wanted]


def _sized(found: Any, size: int | None, axis: int, filler: Any) -> Any:
    import numpy as np

    if size is None:
        return found
    kept = found.take(range(min(size, found.shape[axis])), axis)
    missing = size - kept.shape[axis]
    if not missing:
        return kept
    value = found.take([0], axis) if filler is None else np.asarray(filler, found.dtype)
    shape = list(found.shape)
    shape[axis] = missing
    return np.concatenate([kept, np.broadcast_to(value, shape)], axis)
