"""Arithmetic on pairs of tensors."""

import math

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dtype_of
from tahr.ops.op import Rule, op


@op(rule=Rule.PROMOTE, rows="each")
def add(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Adds element by element.

    Args:
        x1: tensor of any shape.
        x2: tensor that broadcasts with x1.

    Returns:
        A tensor of the broadcast shape and the promoted dtype.

    Example:
        >>> add([1, 2], 0.5).tolist()
        [1.5, 2.5]
    """
    return engine().add(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def subtract(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Subtracts element by element.

    Example:
        >>> subtract([3, 2], 1).tolist()
        [2, 1]
    """
    return engine().subtract(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def multiply(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Multiplies element by element.

    Example:
        >>> multiply([3, 2], 2).tolist()
        [6, 4]
    """
    return engine().multiply(x1, x2)


@op(rule=Rule.FLOAT, rows="each")
def true_divide(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Divides element by element; integers give floats.

    Example:
        >>> true_divide([3, 2], 2).tolist()
        [1.5, 1.0]
    """
    return engine().divide(x1, x2)


divide = true_divide


@op(rule=Rule.FLOAT, rows="each")
def divide_no_nan(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Divides element by element; where the divisor is zero the result is zero.

    Example:
        >>> divide_no_nan([3.0, 2.0], [2.0, 0.0]).tolist()
        [1.5, 0.0]
    """
    zero = engine().full((), 0.0, dtype_of(x1))
    one = engine().full((), 1.0, dtype_of(x1))
    empty = engine().equal(x2, zero)
    return engine().where(empty, zero, engine().divide(x1, engine().where(empty, one, x2)))


@op(rule=Rule.PROMOTE, rows="each")
def floor_divide(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Divides element by element and rounds down.

    Example:
        >>> floor_divide([7, -7], 2).tolist()
        [3, -4]
    """
    x1, x2 = _counted(x1), _counted(x2)
    return engine().floor_divide(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def mod(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the remainder of `floor_divide`, which has the sign of the divisor.

    Example:
        >>> mod([7, -7], 3).tolist()
        [1, 2]
    """
    x1, x2 = _counted(x1), _counted(x2)
    return engine().mod(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def fmod(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the remainder of a division rounded towards zero: it has the sign of x1.

    Example:
        >>> fmod([7, -7], 3).tolist()
        [1, -1]
    """
    x1, x2 = _counted(x1), _counted(x2)
    rest = engine().mod(engine().abs(x1), engine().abs(x2))
    return engine().multiply(engine().sign(x1), rest)


@op(rule=Rule.PROMOTE, rows="each")
def power(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Raises x1 to the power of x2, element by element.

    Example:
        >>> power([2.0, 3.0], 2).tolist()
        [4.0, 9.0]
    """
    x1, x2 = _counted(x1), _counted(x2)
    return engine().power(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def maximum(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the larger of each pair; NaN where one of them is.

    Example:
        >>> maximum([1, 5], 3).tolist()
        [3, 5]
    """
    return engine().maximum(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def minimum(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the smaller of each pair; NaN where one of them is.

    Example:
        >>> minimum([1, 5], 3).tolist()
        [1, 3]
    """
    return engine().minimum(x1, x2)


@op(rule=Rule.PROMOTE, rows="each")
def fmax(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the larger of each pair, and the other one where one is NaN.

    Example:
        >>> fmax([float("nan"), 5.0], 3.0).tolist()
        [3.0, 5.0]
    """
    first, second = _without_nan(x1, x2)
    return engine().maximum(first, second)


@op(rule=Rule.PROMOTE, rows="each")
def fmin(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the smaller of each pair, and the other one where one is NaN.

    Example:
        >>> fmin([float("nan"), 5.0], 3.0).tolist()
        [3.0, 3.0]
    """
    first, second = _without_nan(x1, x2)
    return engine().minimum(first, second)


@op(rule=Rule.FLOAT, rows="each")
def arctan2(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the angle of the point (x2, x1) in radians, from -pi to pi.

    Example:
        >>> round(float(arctan2(1.0, 1.0)), 4)
        0.7854
    """
    return engine().atan2(x1, x2)


@op(rule=Rule.FLOAT, rows="each")
def hypot(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns the length of the hypotenuse over legs x1 and x2, without overflow.

    Example:
        >>> float(hypot(3.0, 4.0))
        5.0
    """
    run = engine()
    x1, x2 = run.abs(x1), run.abs(x2)
    long, short = run.maximum(x1, x2), run.minimum(x1, x2)
    one = run.full((), 1.0, dtype_of(x1))
    plain = run.logical_or(run.equal(short, run.full((), 0.0, dtype_of(x1))), run.isinf(long))
    ratio = run.divide(run.where(plain, one, short), run.where(plain, one, long))
    return run.where(plain, long, run.multiply(long, run.sqrt(run.add(one, run.square(ratio)))))


@op(rule=Rule.FLOAT, rows="each")
def logaddexp(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns log(exp(x1) + exp(x2)) without overflow.

    Example:
        >>> round(float(logaddexp(1000.0, 1000.0)), 3)
        1000.693
    """
    run = engine()
    same = run.equal(x1, x2)
    zero = run.full((), 0.0, dtype_of(x1))
    gap = run.abs(run.subtract(x1, run.where(same, x1, x2)))
    gap = run.where(same, zero, gap)
    return run.add(run.maximum(x1, x2), run.log1p(run.exp(run.negative(gap))))


@op(rule=Rule.FLOAT, rows="each")
def logaddexp2(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns log2(2**x1 + 2**x2) without overflow.

    Example:
        >>> float(logaddexp2(1000.0, 1000.0))
        1001.0
    """
    natural = math.log(2)
    both = logaddexp(multiply(x1, natural), multiply(x2, natural))
    return true_divide(both, natural)


@op(rule=Rule.FLOAT, rows="each")
def heaviside(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns 0 where x1 is negative, 1 where it is positive, and x2 where it is zero.

    Example:
        >>> heaviside([-2.0, 0.0, 3.0], 0.5).tolist()
        [0.0, 0.5, 1.0]
    """
    run = engine()
    zero, one = (run.full((), v, dtype_of(x1)) for v in (0.0, 1.0))
    steps = run.where(run.less(x1, zero), zero, run.where(run.equal(x1, zero), x2, one))
    return run.where(run.isnan(x1), x1, steps)


@op(rows="each")
def ldexp(x1: TensorLike, x2: TensorLike) -> Tensor:
    """Returns x1 * 2**x2, x2 being integers.

    Example:
        >>> ldexp([1.0, 2.0], [3, 4]).tolist()
        [8.0, 32.0]
    """
    x1 = _as_float(x1)
    return multiply(x1, power(2.0, engine().cast(x2, dtype_of(x1))))


def _as_float(x: TensorLike) -> Tensor:
    return true_divide(x, 1.0)


def _counted(x: TensorLike) -> Tensor:
    """Counts with bools as with integers."""
    return engine().cast(x, "int32") if dtype_of(x) == "bool" else x  # type: ignore[return-value]


def _without_nan(x1: TensorLike, x2: TensorLike) -> tuple[Tensor, Tensor]:
    run = engine()
    if not dtype_of(x1).startswith(("float", "bfloat")):
        return x1, x2  # type: ignore[return-value]
    return run.where(run.isnan(x1), x2, x1), run.where(run.isnan(x2), x1, x2)
