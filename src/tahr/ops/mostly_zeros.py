"""Ones and counts as sparse tensors: where a class is, how often a number stands in a row."""

from typing import Any

from tahr.core.current import engine
from tahr.core.errors import EngineError
from tahr.core.sparse import Coordinates
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, rank


def makes_sparse(where: str) -> bool:
    """Returns whether the engine in use makes a sparse tensor; for a spec that makes no difference.

    Raises:
        EngineError: its framework has none.
    """
    run = engine()
    if run.name == "spec" or run.has_sparse:
        return run.has_sparse
    raise EngineError(
        f"the {run.name} engine has no sparse tensors",
        where=where,
        todo="leave out sparse=True, or compute on jax or tensorflow",
    )


def hits(numbers: TensorLike, classes: int, place: int, dtype: str) -> Any:
    """Returns a sparse tensor with a one where the class is.

    Args:
        numbers: integers of any shape; those that are no class have none.
        classes: how many there are.
        place: the axis of the classes in the result.
        dtype: of the result.
    """
    run, shape = engine(), dims(numbers)
    flat, inside = _clamped(numbers, classes)
    columns = _columns(shape)
    columns.insert(place, flat)
    values = run.cast(inside, dtype)
    whole = (*shape[:place], classes, *shape[place:])
    return run.sparse(Coordinates(_indices(columns), values, whole))


def occurring(numbers: TensorLike, classes: int, dtype: str) -> Any:
    """Returns a sparse tensor with a one for each class that occurs.

    Args:
        numbers: `(count,)` or `(batch, count, ...)`, integers.
        classes: how many there are; they stand last in the result.
        dtype: of the result.
    """
    run, over = engine(), 1 if rank(numbers) > 1 else 0
    ordered = run.sort(numbers, over)
    shape, before = dims(ordered), (slice(None),) * over
    again = run.equal(
        run.get_item(ordered, (*before, slice(1, None))),
        run.get_item(ordered, (*before, slice(0, -1))),
    )
    first = run.full((*shape[:over], min(1, shape[over]), *shape[over + 1 :]), False, "bool")
    flat, inside = _clamped(ordered, classes)
    once = run.logical_not(run.reshape(run.concatenate([first, again], over), (-1,)))
    columns = [column for i, column in enumerate(_columns(shape)) if i != over]
    values = run.cast(run.logical_and(inside, once), dtype)
    whole = (*shape[:over], *shape[over + 1 :], classes)
    return _added_up(Coordinates(_indices([*columns, flat]), values, whole, unique=False))


def counts(numbers: TensorLike, values: TensorLike, length: int) -> Any:
    """Returns a sparse tensor with the sum of the values of each number, row by row.

    Args:
        numbers: `(n,)` or `(rows, n)`, integers from zero.
        values: of the same shape.
        length: how many numbers there may be; larger ones do not count.
    """
    run, shape = engine(), dims(numbers)
    flat, inside = _clamped(numbers, length)
    flat_values = run.reshape(values, (-1,))
    counted = run.multiply(flat_values, run.cast(inside, run.dtype_of(values)))
    columns = [*_columns(shape)[:-1], flat]
    return _added_up(Coordinates(_indices(columns), counted, (*shape[:-1], length), unique=False))


def _clamped(numbers: TensorLike, classes: int) -> tuple[Tensor, Tensor]:
    run = engine()
    flat = run.reshape(run.cast(numbers, "int32"), (-1,))
    low, high = run.full((), 0, "int32"), run.full((), max(classes - 1, 0), "int32")
    clamped = run.minimum(run.maximum(flat, low), high)
    return clamped, run.equal(clamped, flat)


def _columns(shape: tuple[int, ...]) -> list[Tensor]:
    """Returns, for each axis, the place on it of every element."""
    run, found = engine(), []
    for axis, length in enumerate(shape):
        own = [length if i == axis else 1 for i in range(len(shape))]
        numbers = run.reshape(run.arange(0, length, 1, "int32"), tuple(own))
        found.append(run.reshape(run.broadcast_to(numbers, shape), (-1,)))
    return found


def _indices(columns: list[Tensor]) -> Tensor:
    run = engine()
    return run.concatenate([run.reshape(column, (-1, 1)) for column in columns], 1)


def _added_up(found: Coordinates) -> Any:
    """Returns a sparse tensor; no place occurs twice in it where the values are there already."""
    run = engine()
    if not (run.is_concrete(found.indices) and run.is_concrete(found.values)):
        return run.sparse(found)
    import numpy as np

    indices, values = run.to_numpy(found.indices), run.to_numpy(found.values)
    kept = values != 0
    places, group = np.unique(indices[kept], axis=0, return_inverse=True)
    sums = np.zeros(len(places), values.dtype)
    np.add.at(sums, group.reshape(-1), values[kept])
    return run.sparse(Coordinates(run.asarray(places), run.asarray(sums), found.shape))
