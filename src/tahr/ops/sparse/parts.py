"""Sparse arguments of ops, as coordinates and values on the engine in use."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from tahr.core import current
from tahr.core.current import engine
from tahr.core.sparse import Coordinates
from tahr.ops.joining import concatenate
from tahr.ops.op import SPARSE


def parts(value: Any, unique: bool = False) -> Coordinates | None:
    """Returns what a sparse argument holds; None for a dense one.

    Args:
        value: any argument of an op.
        unique: whether places that occur twice are to be added up.
    """
    active = engine()
    if active.is_tensor(value) or current.coordinates(value) is None:
        return None
    landed = current.as_tensor(value)
    return active.coordinates(landed, unique) if active.is_sparse(landed) else None


def version(function: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Makes a function what an op does where an argument is sparse.

    It gets the op's arguments as they are, and returns `NotImplemented` to have them made dense.
    """

    def decorate(sparse: Callable[..., Any]) -> Callable[..., Any]:
        SPARSE[function] = sparse
        return sparse

    return decorate


def rebuilt(found: Coordinates, values: Any) -> Any:
    """Returns a sparse tensor with other values at the same places."""
    return engine().sparse(Coordinates(found.indices, values, found.shape, found.unique))


def joined(found: Sequence[Coordinates], shape: tuple[int, ...], unique: bool) -> Any:
    """Returns a sparse tensor with all that several hold."""
    indices = concatenate([p.indices for p in found], axis=0)
    values = concatenate([p.values for p in found], axis=0)
    return engine().sparse(Coordinates(indices, values, shape, unique))


def strides(shape: Sequence[int]) -> list[int]:
    """Returns how many elements further the next of each axis lies."""
    return [math.prod(shape[i + 1 :]) for i in range(len(shape))]


def places(indices: Any, steps: Sequence[int]) -> Any:
    """Returns how many elements further than the first each index lies.

    Args:
        indices: `(count, rank)`.
        steps: for each axis, the elements to its next.
    """
    run = engine()
    weights = run.asarray([int(s) for s in steps], run.dtype_of(indices))
    products = run.multiply(indices, run.broadcast_to(weights, tuple(indices.shape)))
    return run.sum(products, (1,), False)
