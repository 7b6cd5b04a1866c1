"""Signs, squares, roots, limits and tests of single elements."""

import math

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import hypot
from tahr.ops.axes import dims, dtype_of
from tahr.ops.op import Rule, op


@op(rows="each")
def absolute(x: TensorLike) -> Tensor:
    """Returns the absolute value of each element, in its dtype; that of complex numbers is real.

    Example:
        >>> absolute([-2, 3]).tolist(), absolute([3 + 4j]).tolist()
        ([2, 3], [5.0])
    """
    if dtype_of(x) in dtypes.COMPLEX:
        return hypot(engine().real(x), engine().imag(x))  # type: ignore[arg-type]
    return x if dtype_of(x) == "bool" else engine().abs(x)  # type: ignore[return-value]


abs = absolute


@op(rule=Rule.FLOAT, rows="each")
def fabs(x: TensorLike) -> Tensor:
    """Returns the absolute value of each element as a float.

    Example:
        >>> fabs([-2, 3]).tolist()
        [2.0, 3.0]
    """
    return engine().abs(x)


@op(rows="each")
def negative(x: TensorLike) -> Tensor:
    """Returns `-x`, element by element.

    Example:
        >>> negative([-2, 3]).tolist()
        [2, -3]
    """
    return engine().negative(x)


@op(rows="each")
def sign(x: TensorLike) -> Tensor:
    """Returns -1, 0 or 1 for each element by its sign.

    Example:
        >>> sign([-2.0, 0.0, 3.0]).tolist()
        [-1.0, 0.0, 1.0]
    """
    return engine().sign(countable(x))


@op(rows="each")
def signbit(x: TensorLike) -> Tensor:
    """Returns for each element whether its sign bit is set, as it is for -0.0.

    Example:
        >>> signbit([-0.0, 0.0, -1.0]).tolist()
        [True, False, True]
    """
    run = engine()
    x = countable(x)
    zero = run.full((), 0, dtype_of(x))
    if not dtypes.is_float(dtype_of(x)):
        return run.less(x, zero)
    one = run.full((), 1, dtype_of(x))
    angle = run.atan2(run.where(run.equal(x, zero), x, run.sign(x)), run.negative(one))
    return run.less(angle, zero)


@op(rows="each")
def square(x: TensorLike) -> Tensor:
    """Multiplies each element by itself.

    Example:
        >>> square([-2, 3]).tolist()
        [4, 9]
    """
    return engine().square(countable(x))


@op(rule=Rule.FLOAT, rows="each")
def sqrt(x: TensorLike) -> Tensor:
    """Returns the square root of each element, NaN for negative ones.

    Example:
        >>> sqrt([4.0, 9.0]).tolist()
        [2.0, 3.0]
    """
    return engine().sqrt(x)


@op(rule=Rule.FLOAT, rows="each")
def rsqrt(x: TensorLike) -> Tensor:
    """Returns one over the square root of each element.

    Example:
        >>> rsqrt([4.0]).tolist()
        [0.5]
    """
    return engine().rsqrt(x)


@op(rule=Rule.FLOAT, rows="each")
def cbrt(x: TensorLike) -> Tensor:
    """Returns the real cube root of each element.

    Example:
        >>> round(float(cbrt(-27.0)), 5)
        -3.0
    """
    run = engine()
    third = run.full((), 1 / 3, dtype_of(x))
    return run.multiply(run.sign(x), run.power(run.abs(x), third))


@op(rule=Rule.FLOAT, rows="each")
def reciprocal(x: TensorLike) -> Tensor:
    """Returns one over each element.

    Example:
        >>> reciprocal([4.0]).tolist()
        [0.25]
    """
    return engine().divide(engine().full((), 1.0, dtype_of(x)), x)


@op(rule=Rule.PROMOTE, rows="each")
def clip(x: TensorLike, x_min: TensorLike | None, x_max: TensorLike | None) -> Tensor:
    """Keeps each element between two limits.

    Args:
        x: tensor.
        x_min: lower limit, which broadcasts with x; None for no limit.
        x_max: upper limit, likewise.

    Example:
        >>> clip([-2.0, 0.5, 3.0], 0.0, 1.0).tolist()
        [0.0, 0.5, 1.0]
    """
    run = engine()
    x = countable(x)
    low = x if x_min is None else run.maximum(x, countable(x_min))
    return low if x_max is None else run.minimum(low, countable(x_max))  # type: ignore[return-value]


@op(rows="each")
def isfinite(x: TensorLike) -> Tensor:
    """Returns for each element whether it is neither infinite nor NaN.

    Example:
        >>> isfinite([1.0, float("inf"), float("nan")]).tolist()
        [True, False, False]
    """
    return engine().isfinite(x) if _is_float(x) else _constant(x, True)


@op(rows="each")
def isinf(x: TensorLike) -> Tensor:
    """Returns for each element whether it is infinite.

    Example:
        >>> isinf([1.0, float("inf"), float("nan")]).tolist()
        [False, True, False]
    """
    return engine().isinf(x) if _is_float(x) else _constant(x, False)


@op(rows="each")
def isnan(x: TensorLike) -> Tensor:
    """Returns for each element whether it is NaN.

    Example:
        >>> isnan([1.0, float("inf"), float("nan")]).tolist()
        [False, False, True]
    """
    return engine().isnan(x) if _is_float(x) else _constant(x, False)


@op(rows="each")
def isposinf(x: TensorLike) -> Tensor:
    """Returns for each element whether it is plus infinity.

    Example:
        >>> isposinf([float("-inf"), float("inf")]).tolist()
        [False, True]
    """
    if not _is_float(x):
        return _constant(x, False)
    return engine().equal(x, engine().full((), math.inf, dtype_of(x)))


@op(rows="each")
def isneginf(x: TensorLike) -> Tensor:
    """Returns for each element whether it is minus infinity.

    Example:
        >>> isneginf([float("-inf"), float("inf")]).tolist()
        [True, False]
    """
    if not _is_float(x):
        return _constant(x, False)
    return engine().equal(x, engine().full((), -math.inf, dtype_of(x)))


@op(rows="each")
def isreal(x: TensorLike) -> Tensor:
    """Returns for each element whether its imaginary part is zero.

    Example:
        >>> isreal([1.0, 2.0]).tolist()
        [True, True]
    """
    if dtype_of(x) not in dtypes.COMPLEX:
        return _constant(x, True)
    part = engine().imag(x)
    return engine().equal(part, engine().full((), 0.0, dtype_of(part)))


@op(rows="each")
def nan_to_num(
    x: TensorLike, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Tensor:
    """Replaces NaN and the infinities by numbers.

    Args:
        x: tensor.
        nan: what stands for NaN.
        posinf: what stands for plus infinity; the dtype's largest number by default.
        neginf: what stands for minus infinity; the dtype's smallest number by default.

    Example:
        >>> nan_to_num([float("nan"), 1.0, float("inf")], posinf=9.0).tolist()
        [0.0, 1.0, 9.0]
    """
    if not _is_float(x):
        return x  # type: ignore[return-value]
    run, dtype = engine(), dtype_of(x)
    limit = dtypes.largest(dtype)
    high = run.full((), limit if posinf is None else posinf, dtype)
    low = run.full((), -limit if neginf is None else neginf, dtype)
    x = run.where(run.isnan(x), run.full((), nan, dtype), x)
    x = run.where(run.equal(x, run.full((), math.inf, dtype)), high, x)
    return run.where(run.equal(x, run.full((), -math.inf, dtype)), low, x)


def countable(x: TensorLike) -> Tensor:
    """Turns bools into integers, so that one can count with them."""
    return engine().cast(x, "int32") if dtype_of(x) == "bool" else x  # type: ignore[return-value]


def _is_float(x: TensorLike) -> bool:
    return dtypes.is_float(dtype_of(x))


def _constant(x: TensorLike, value: bool) -> Tensor:
    return engine().full(dims(x), value, "bool")
