"""The logarithm of the gamma function, and its derivative."""

import math

from tahr.core.current import engine
from tahr.core.dtypes import result_type
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, subtract, true_divide
from tahr.ops.axes import dtype_of
from tahr.ops.comparison import less
from tahr.ops.elementwise import absolute, reciprocal, square
from tahr.ops.exponential import log
from tahr.ops.indexing import where
from tahr.ops.op import Rule, op
from tahr.ops.rounding import round
from tahr.ops.special import polynomial
from tahr.ops.trigonometry import sin, tan

RAISED = 7
"""Smaller arguments are raised by as much: from there on the series below are exact enough."""
LGAMMA = (-1 / 1680, 1 / 1260, -1 / 360, 1 / 12)
"""Stirling's series in x⁻², highest power first, divided by x."""
DIGAMMA = (-1 / 240, 1 / 252, -1 / 120, 1 / 12)
"""That of its derivative, divided by x²."""


@op(rule=Rule.FLOAT, rows="each")
def lgamma(x: TensorLike) -> Tensor:
    """Returns the logarithm of the absolute value of the gamma function of each element.

    Args:
        x: tensor; the result is infinite at zero and the negative integers.

    Example:
        >>> print(f"{float(lgamma(5.0)):.4f}")
        3.1781

    Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 6.1.15, 6.1.17 and 6.1.41.
    """
    wide, left, small, mirrored = _prepared(x)
    raised = where(small, add(mirrored, float(RAISED)), mirrored)
    series = true_divide(polynomial(square(reciprocal(raised)), LGAMMA), raised)
    main = multiply(subtract(raised, 0.5), subtract(log(raised), 1.0))
    found = add(add(main, series), 0.5 * math.log(2 * math.pi) - 0.5)
    base = where(small, mirrored, 1.0)
    grown = base
    for step in range(1, RAISED):
        grown = multiply(grown, add(base, float(step)))
    found = subtract(found, where(small, log(grown), 0.0))
    sine = absolute(sin(multiply(_from_integer(wide, left), math.pi)))
    result = where(left, subtract(math.log(math.pi), add(log(sine), found)), found)
    return engine().cast(result, dtype_of(x))


@op(rule=Rule.FLOAT, rows="each")
def digamma(x: TensorLike) -> Tensor:
    """Returns the derivative of `lgamma` at each element.

    Args:
        x: tensor; the result is not finite at zero and the negative integers.

    Example:
        >>> print(f"{float(digamma(1.0)):.4f}")
        -0.5772

    Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 6.3.5, 6.3.7 and 6.3.18.
    """
    wide, left, small, mirrored = _prepared(x)
    raised = where(small, add(mirrored, float(RAISED)), mirrored)
    inverse = reciprocal(raised)
    series = multiply(polynomial(square(inverse), DIGAMMA), square(inverse))
    found = subtract(subtract(log(raised), multiply(inverse, 0.5)), series)
    for step in range(RAISED):
        found = subtract(found, where(small, reciprocal(add(mirrored, float(step))), 0.0))
    tangent = tan(multiply(_from_integer(wide, left), math.pi))
    result = where(left, subtract(found, true_divide(math.pi, tangent)), found)
    return engine().cast(result, dtype_of(x))


def _prepared(x: TensorLike) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Returns x in 32 bits or more, where it is below one half and mirrored there, where small."""
    wide = engine().cast(x, result_type(dtype_of(x), "float32"))
    left = less(wide, 0.5)
    mirrored = where(left, subtract(1.0, wide), wide)
    return wide, left, less(mirrored, float(RAISED)), mirrored


def _from_integer(x: Tensor, left: Tensor) -> Tensor:
    """Returns the distance from the nearest integer; one quarter where it is not needed."""
    return where(left, subtract(x, round(x)), 0.25)
