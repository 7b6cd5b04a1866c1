"""Sums of sparse tensors, and products by what stands at the places of their values."""

from collections.abc import Callable
from typing import Any

from tahr.core.current import engine
from tahr.core.sparse import Coordinates
from tahr.ops import arithmetic
from tahr.ops.elementwise import negative
from tahr.ops.op import SPARSE, dense, to_tensor
from tahr.ops.shapes import reshape
from tahr.ops.sparse.parts import joined, parts, places, rebuilt, strides, version


@version(arithmetic.add)
def _add(x1: Any, x2: Any) -> Any:
    first, second = parts(x1), parts(x2)
    if first is None or second is None or first.shape != second.shape:
        return NotImplemented
    return joined([first, second], first.shape, unique=False)


@version(arithmetic.subtract)
def _subtract(x1: Any, x2: Any) -> Any:
    if parts(x2) is None:
        return NotImplemented
    return arithmetic.add(x1, negative(x2))


@version(arithmetic.multiply)
def _multiply(x1: Any, x2: Any) -> Any:
    first = parts(x1)
    if first is None:
        return _multiply(x2, x1) if parts(x2) is not None else NotImplemented
    return _scaled(first, x2, arithmetic.multiply)


def _divide(x1: Any, x2: Any) -> Any:
    first = parts(x1)
    return NotImplemented if first is None else _scaled(first, x2, arithmetic.true_divide)


SPARSE[arithmetic.divide] = SPARSE[arithmetic.true_divide] = _divide


def _scaled(found: Coordinates, other: Any, function: Callable[..., Any]) -> Any:
    """Combines each value with what stands at its place in a tensor that broadcasts."""
    if isinstance(other, int | float):
        return rebuilt(found, function(found.values, other))
    other = to_tensor(dense(other))
    lengths = tuple(other.shape)
    if len(lengths) > len(found.shape):
        return NotImplemented
    lengths = (1,) * (len(found.shape) - len(lengths)) + lengths
    if any(n not in (1, whole) for n, whole in zip(lengths, found.shape, strict=True)):
        return NotImplemented
    steps = [0 if n == 1 else step for n, step in zip(lengths, strides(lengths), strict=True)]
    there = engine().take(reshape(other, (-1,)), places(found.indices, steps), 0)
    return rebuilt(found, function(found.values, there))
