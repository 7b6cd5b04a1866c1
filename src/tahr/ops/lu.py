"""LU factorization."""

from collections.abc import Callable
from typing import Any

from tahr.core.current import engine
from tahr.core.errors import ShapeError
from tahr.core.specs import least, show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.op import Rule, op


@op(rule=Rule.FLOAT)
def lu_factor(x: TensorLike) -> tuple[Tensor, Tensor]:
    """LU factorization of matrices, with partial pivoting.

    Args:
        x: tensor `(..., n, m)`.

    Returns:
        A tensor `(..., n, m)` with the upper factor on and above the diagonal and the lower
        one, whose diagonal is ones, below; and int32 `(..., min(n, m))`: which row each row
        was swapped with in turn.

    Example:
        >>> [t.tolist() for t in lu_factor([[1.0, 2.0], [2.0, 2.0]])]
        [[[2.0, 2.0], [0.5, 1.0]], [1, 1]]

    Source: Golub and Van Loan, "Matrix Computations", algorithm 3.4.1.
    """
    if rank(x) < 2:
        raise ShapeError("expected matrices", where="lu_factor", got=show(dims(x)))
    factor: Callable[..., Any] = _factored
    for _ in range(rank(x) - 2):
        factor = engine().vmap(factor, (0,))
    return factor(x)


def _factored(x: Tensor) -> tuple[Tensor, Tensor]:
    run = engine()
    height, width = dims(x)
    steps = least(height, width)
    rows = run.reshape(run.arange(0, height, 1, "int32"), (height, 1))
    columns = run.reshape(run.arange(0, width, 1, "int32"), (1, width))

    def step(a: Tensor, k: Tensor) -> tuple[Tensor, Tensor]:
        pivot, swapped = _swapped(a, k, rows)
        return _eliminated(swapped, k, rows, columns), pivot

    return run.scan(step, x, run.arange(0, steps, 1, "int32"), steps)


def _swapped(a: Tensor, k: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
    """Brings the largest element of a column at or below the diagonal onto it."""
    run = engine()
    column = run.reshape(run.take(a, k, 1), dims(rows))
    below, lengths = run.less(rows, k), run.abs(column)
    sizes = run.where(below, run.full((), -1.0, dtype_of(lengths)), lengths)
    pivot = run.argmax(run.reshape(sizes, (-1,)), 0)
    order = run.where(run.equal(rows, pivot), k, rows)
    order = run.where(run.equal(rows, k), pivot, order)
    return pivot, run.take(a, run.reshape(order, (-1,)), 0)


def _eliminated(a: Tensor, k: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Subtracts a row from those below it, and keeps how often in their zeros."""
    run = engine()
    zero, one = (run.full((), v, dtype_of(a)) for v in (0.0, 1.0))
    row = run.reshape(run.take(a, k, 0), dims(columns))
    column = run.reshape(run.take(a, k, 1), dims(rows))
    pivot = run.take(run.reshape(row, (-1,)), k, 0)
    safe = run.where(run.equal(pivot, zero), one, pivot)
    below = run.greater(rows, k)
    factors = run.where(below, run.divide(column, safe), zero)
    right = run.where(run.greater(columns, k), row, zero)
    left = run.logical_and(run.equal(columns, k), below)
    return run.where(left, factors, run.subtract(a, run.multiply(factors, right)))
