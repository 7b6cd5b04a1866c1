"""Rounding."""

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dtype_of
from tahr.ops.op import Rule, op


@op(rule=Rule.FLOAT, rows="each")
def floor(x: TensorLike) -> Tensor:
    """Rounds down; the result is a float.

    Example:
        >>> floor([1.7, -1.2]).tolist()
        [1.0, -2.0]
    """
    return engine().floor(x)


@op(rule=Rule.FLOAT, rows="each")
def ceil(x: TensorLike) -> Tensor:
    """Rounds up; the result is a float.

    Example:
        >>> ceil([1.2, -1.7]).tolist()
        [2.0, -1.0]
    """
    return engine().ceil(x)


@op(rows="each")
def trunc(x: TensorLike) -> Tensor:
    """Rounds towards zero.

    Example:
        >>> trunc([1.7, -1.7]).tolist()
        [1.0, -1.0]
    """
    run = engine()
    if not dtypes.is_float(dtype_of(x)):
        return x  # type: ignore[return-value]
    below = run.less(x, run.full((), 0.0, dtype_of(x)))
    return run.where(below, run.ceil(x), run.floor(x))


@op(rows="each")
def round(x: TensorLike, decimals: int = 0) -> Tensor:
    """Rounds to the nearest, halves to the even one.

    Args:
        x: tensor.
        decimals: how many digits to keep behind the point; negative ones round before it.

    Example:
        >>> round([0.5, 1.5, 1.26]).tolist()
        [0.0, 2.0, 1.0]
    """
    run, dtype = engine(), dtype_of(x)
    if dtype == "bool" or (dtypes.is_integer(dtype) and decimals >= 0):
        return x  # type: ignore[return-value]
    if decimals == 0:
        return run.round(x)
    working = dtypes.to_float(dtype)
    scale = run.full((), 10.0 ** abs(decimals), working)
    up, down = (run.multiply, run.divide) if decimals > 0 else (run.divide, run.multiply)
    return run.cast(down(run.round(up(run.cast(x, working), scale)), scale), dtype)
