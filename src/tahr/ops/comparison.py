"""Comparisons, element by element."""

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dtype_of, rank
from tahr.ops.elementwise import countable
from tahr.ops.op import Rule, op


@op(rule=Rule.PROMOTE, rows="each")
def equal(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns for each pair of elements whether they are equal.

    Example:
        >>> equal([1, 2], 2).tolist()
        [False, True]
    """
    return engine().equal(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def not_equal(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns for each pair of elements whether they differ.

    Example:
        >>> not_equal([1, 2], 2).tolist()
        [True, False]
    """
    return engine().not_equal(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def less(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns `x1 < x2`, element by element.

    Example:
        >>> less([1, 2], 2).tolist()
        [True, False]
    """
    return engine().less(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def less_equal(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns `x1 <= x2`, element by element.

    Example:
        >>> less_equal([1, 3], 2).tolist()
        [True, False]
    """
    return engine().less_equal(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def greater(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns `x1 > x2`, element by element.

    Example:
        >>> greater([1, 3], 2).tolist()
        [False, True]
    """
    return engine().greater(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def greater_equal(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns `x1 >= x2`, element by element.

    Example:
        >>> greater_equal([1, 2], 2).tolist()
        [False, True]
    """
    return engine().greater_equal(x1, x2)


@op(rule=Rule.FLOAT, rows="each")
def isclose(
    x1: TensorLike,
    x2: TensorLike,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    equal_nan: bool = False,
) -> Tensor:
    """Returns for each pair of elements whether |x1 - x2| is at most atol + rtol |x2|.

    Args:
        x1: tensor.
        x2: tensor that broadcasts with x1.
        rtol: allowed difference relative to x2.
        atol: allowed difference.
        equal_nan: whether NaN counts as close to NaN.

    Example:
        >>> isclose([1.0, 2.0], [1.000001, 2.1]).tolist()
        [True, False]
    """
    run, dtype = engine(), dtype_of(x1)
    allowed = run.multiply(run.full((), rtol, dtype), run.abs(x2))
    allowed = run.add(allowed, run.full((), atol, dtype))
    near = run.less_equal(run.abs(run.subtract(x1, x2)), allowed)
    near = run.logical_and(near, run.logical_and(run.isfinite(x1), run.isfinite(x2)))
    near = run.logical_or(near, run.equal(x1, x2))
    both = run.logical_and(run.isnan(x1), run.isnan(x2))
    return run.logical_or(near, both) if equal_nan else near


@op(rule=Rule.FLOAT)
def allclose(
    x1: TensorLike,
    x2: TensorLike,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    equal_nan: bool = False,
) -> Tensor:
    """Returns whether all pairs of elements are close, as `isclose` does for each.

    Example:
        >>> bool(allclose([1.0, 2.0], [1.000001, 2.0]))
        True
    """
    near = isclose(x1, x2, rtol, atol, equal_nan)
    return engine().all(near, tuple(range(rank(near))), False)


@op(rule=Rule.PROMOTE)
def isin(
    x1: TensorLike, x2: TensorLike, assume_unique: bool = False, invert: bool = False
) -> Tensor:
    """Returns for each element of x1 whether x2 holds it.

    Args:
        x1: tensor.
        x2: tensor of any shape.
        assume_unique: not needed here; NumPy sorts less where it is set.
        invert: tell whether x2 lacks it instead.

    Example:
        >>> isin([1, 2, 3], [3, 1]).tolist()
        [True, False, True]
    """
    run = engine()
    x1, x2 = countable(x1), countable(x2)
    column = run.reshape(x1, (*x1.shape, 1))
    found = run.any(run.equal(column, run.reshape(x2, (-1,))), (rank(x1),), False)
    return run.logical_not(found) if invert else found
