"""Blocks and elements put into tensors at given places."""

import builtins
from collections.abc import Sequence
from typing import Any

from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike
from tahr.engines.base import Mode
from tahr.ops.axes import dims, dtype_of, lengths_of, rank
from tahr.ops.indexing import wrapped
from tahr.ops.op import Rule, op, to_tensor

_PYTHON_SLICE = builtins.slice
REDUCTIONS: dict[str | None, Mode] = {
    None: "set",
    "add": "add",
    "max": "max",
    "min": "min",
    "mul": "multiply",
}


@op()
def slice(inputs: TensorLike, start_indices: Any, shape: Sequence[int]) -> Tensor:
    """Cuts out a block.

    Args:
        inputs: tensor.
        start_indices: where the block begins on each axis: numbers or an integer tensor.
        shape: of the block; -1 goes to the end of an axis whose start is a number.

    Example:
        >>> slice([[1, 2, 3], [4, 5, 6]], (0, 1), (2, 2)).tolist()
        [[2, 3], [5, 6]]
    """
    _check_rank("slice", inputs, shape)
    starts = _starts(start_indices, rank(inputs))
    lengths = tuple(
        n if n != -1 else length - _known(start)
        for n, length, start in zip(shape, dims(inputs), starts, strict=True)
    )
    return engine().slice(inputs, [to_tensor(s) for s in starts], lengths)


@op(rule=Rule.PROMOTE)
def slice_update(inputs: TensorLike, start_indices: Any, updates: TensorLike) -> Tensor:
    """Returns a tensor with a block overwritten.

    Args:
        inputs: tensor.
        start_indices: where the block begins on each axis: numbers or an integer tensor.
        updates: the block, of as many dimensions.

    Example:
        >>> slice_update([1, 2, 3], [1], [9]).tolist()
        [1, 9, 3]
    """
    _check_rank("slice_update", inputs, dims(updates))
    starts = _starts(start_indices, rank(inputs))
    return engine().slice_update(inputs, [to_tensor(s) for s in starts], updates)


@op()
def scatter(indices: TensorLike, values: TensorLike, shape: Sequence[int]) -> Tensor:
    """Makes zeros with values added at indices.

    Args:
        indices: integers `(*n, depth)`, each row a place in the first `depth` axes.
        values: tensor `(*n, *shape[depth:])`; those of one place add up.
        shape: of the result.

    Example:
        >>> scatter([[0], [2]], [7.0, 8.0], (3,)).tolist()
        [7.0, 0.0, 8.0]
    """
    empty = engine().full(lengths_of(shape), 0, dtype_of(values))
    return engine().scatter(empty, _places(indices, dims(empty)), values, "add")


@op(rule=Rule.PROMOTE, apart=("indices",))
def scatter_update(
    inputs: TensorLike, indices: TensorLike, updates: TensorLike, reduction: str | None = None
) -> Tensor:
    """Returns a tensor with updates at indices.

    Args:
        inputs: tensor.
        indices: integers `(*n, depth)`, each row a place in the first `depth` axes.
        updates: tensor `(*n, *inputs.shape[depth:])`.
        reduction: how an update meets what is there: None replaces it; "add", "mul", "max",
            "min" combine.

    Example:
        >>> scatter_update([1, 2, 3], [[0], [2]], [7, 8]).tolist()
        [7, 2, 8]
    """
    if reduction not in REDUCTIONS:
        raise ArgumentError(
            "no such reduction",
            where="scatter_update",
            expected=", ".join(map(str, REDUCTIONS)),
            got=reduction,
        )
    places = _places(indices, dims(inputs))
    return engine().scatter(inputs, places, updates, REDUCTIONS[reduction])


def _places(indices: TensorLike, shape: tuple[int, ...]) -> Tensor:
    """Counts negative indices from the end of the axis they are for."""
    run = engine()
    depth = dims(indices)[-1] if rank(indices) else 0
    if depth > len(shape) or not depth:
        raise ShapeError(
            "the indices' last axis names as many axes as there are at most",
            expected=f"1 to {len(shape)}",
            got=show(dims(indices)),
        )
    columns = [
        wrapped(run.get_item(indices, (Ellipsis, _range(i))), shape[i]) for i in range(depth)
    ]
    return columns[0] if depth == 1 else run.concatenate(columns, rank(indices) - 1)


def _range(i: int) -> Any:
    return _PYTHON_SLICE(i, i + 1)


def _starts(start: Any, ndim: int) -> list[Any]:
    if isinstance(start, list | tuple):
        listed = list(start)
    else:
        vector = to_tensor(start)
        listed = [engine().get_item(vector, (i,)) for i in range(dims(vector)[0])]
    if len(listed) != ndim:
        raise ShapeError("a block needs a start for each axis", expected=ndim, got=len(listed))
    return listed


def _known(start: Any) -> int:
    if isinstance(start, int):
        return start
    if engine().is_concrete(start):
        return int(engine().to_numpy(start))
    raise ArgumentError(
        "a block can go to the end of an axis only where its start is known", where="slice"
    )


def _check_rank(where: str, x: TensorLike, shape: Sequence[int]) -> None:
    if len(shape) != rank(x):
        raise ShapeError(
            "the block needs as many dimensions as the tensor",
            where=where,
            expected=rank(x),
            got=show(shape),
        )
    too_long = [
        n for n, m in zip(shape, dims(x), strict=True) if is_known(n) and is_known(m) and n > m
    ]
    if too_long:
        raise ShapeError("the block is larger than the tensor", where=where, got=show(shape))
