"""Exponentials and logarithms."""

import math

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dtype_of
from tahr.ops.op import Rule, op


@op(rule=Rule.FLOAT, rows="each")
def exp(x: TensorLike) -> Tensor:
    """Returns e to the power of each element.

    Args:
        x: tensor; integers are cast to the configured float type.

    Returns:
        A float tensor of the same shape.

    Example:
        >>> exp([0.0]).tolist()
        [1.0]
    """
    return engine().exp(x)


@op(rule=Rule.FLOAT, rows="each")
def exp2(x: TensorLike) -> Tensor:
    """Returns two to the power of each element.

    Example:
        >>> exp2([0, 3]).tolist()
        [1.0, 8.0]
    """
    return engine().power(engine().full((), 2.0, dtype_of(x)), x)


@op(rule=Rule.FLOAT, rows="each")
def expm1(x: TensorLike) -> Tensor:
    """Returns exp(x) - 1, exact for small x.

    Example:
        >>> expm1([0.0]).tolist()
        [0.0]
    """
    return engine().expm1(x)


@op(rule=Rule.FLOAT, rows="each")
def log(x: TensorLike) -> Tensor:
    """Returns the natural logarithm of each element: -inf for zero, NaN below.

    Example:
        >>> log([1.0]).tolist()
        [0.0]
    """
    return engine().log(x)


@op(rule=Rule.FLOAT, rows="each")
def log10(x: TensorLike) -> Tensor:
    """Returns the logarithm to base ten of each element.

    Example:
        >>> log10([1.0]).tolist()
        [0.0]
    """
    return _to_base(x, 10.0)


@op(rule=Rule.FLOAT, rows="each")
def log1p(x: TensorLike) -> Tensor:
    """Returns log(1 + x), exact for small x.

    Example:
        >>> log1p([0.0]).tolist()
        [0.0]
    """
    return engine().log1p(x)


@op(rule=Rule.FLOAT, rows="each")
def log2(x: TensorLike) -> Tensor:
    """Returns the logarithm to base two of each element.

    Example:
        >>> log2([8.0]).tolist()
        [3.0]
    """
    return _to_base(x, 2.0)


def _to_base(x: TensorLike, base: float) -> Tensor:
    return engine().divide(engine().log(x), engine().full((), math.log(base), dtype_of(x)))
