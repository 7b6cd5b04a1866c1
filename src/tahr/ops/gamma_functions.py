"""The logarithm of the gamma function, its derivative, and the incomplete gamma function."""

import math
from collections.abc import Callable
from typing import Any

from tahr.core.current import engine
from tahr.core.dtypes import result_type
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, subtract, true_divide
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.comparison import equal, greater, greater_equal, less
from tahr.ops.creation import zeros_like
from tahr.ops.elementwise import absolute, isinf, reciprocal, square
from tahr.ops.exponential import exp, log
from tahr.ops.indexing import where
from tahr.ops.linalg import EPSILON
from tahr.ops.logical import logical_and
from tahr.ops.op import Rule, op
from tahr.ops.rounding import round
from tahr.ops.shapes import broadcast_to
from tahr.ops.special import polynomial
from tahr.ops.trigonometry import sin, tan

RAISED = 7
"""Smaller arguments are raised by as much: from there on the series below are exact enough."""
LGAMMA = (-1 / 1680, 1 / 1260, -1 / 360, 1 / 12)
"""Stirling's series in x⁻², highest power first, divided by x."""
DIGAMMA = (-1 / 240, 1 / 252, -1 / 120, 1 / 12)
"""That of its derivative, divided by x²."""


STEPS = 1000
"""As many terms of a series are added at most."""
LARGE = 1e30
"""Stands for infinity at the start of a continued fraction."""


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


@op(rule=Rule.FLOAT, rows="each")
def gammainc(a: TensorLike, x: TensorLike) -> Tensor:
    """Returns the regularized lower incomplete gamma function.

    It is the share of a gamma distribution of shape a that lies below x. In gradients a is a
    constant.

    Args:
        a: tensor of positive numbers.
        x: tensor of numbers that are not negative; the result is NaN elsewhere.

    Example:
        >>> print(f"{float(gammainc(2.0, 3.0)):.4f}")
        0.8009

    Source: NIST Digital Library of Mathematical Functions, 8.7.1 (for small x) and 8.9.2.
    """
    wide = [engine().cast(t, result_type(dtype_of(t), "float32")) for t in (a, x)]
    rule = engine().custom_gradient(_with_density)
    return engine().cast(rule(*wide), dtype_of(x))


def _with_density(a: Tensor, x: Tensor) -> tuple[Tensor, Callable[..., Any]]:
    """Returns `gammainc` and how it passes gradients on: by the density of the distribution."""
    shape = dims(add(a, x))
    a, x = broadcast_to(a, shape), broadcast_to(x, shape)
    share = exp(subtract(multiply(a, log(x)), add(x, lgamma(a))))
    small = less(x, add(a, 1.0))
    below = multiply(share, _series(a, where(small, x, 0.0)))
    beyond = multiply(share, _fraction(a, where(small, add(a, 1.0), x)))
    found = where(small, below, where(isinf(x), 1.0, subtract(1.0, beyond)))
    valid = logical_and(greater(a, 0.0), greater_equal(x, 0.0))

    def gradient(upstream: Tensor) -> tuple[Tensor, Tensor]:
        power = where(equal(a, 1.0), 0.0, multiply(subtract(a, 1.0), log(x)))
        density = exp(subtract(power, add(x, lgamma(a))))
        return zeros_like(a), multiply(upstream, density)

    return where(valid, found, math.nan), gradient


def _series(a: Tensor, x: Tensor) -> Tensor:
    """Adds up the terms x^n / (a (a + 1) ... (a + n))."""
    run = engine()

    def unfinished(state: Any) -> Tensor:
        _, term, total = state
        is_open = greater(absolute(term), multiply(absolute(total), EPSILON[dtype_of(a)]))
        return run.any(is_open, tuple(range(rank(term))), False)

    def more(state: Any) -> Any:
        step, term, total = state
        term = true_divide(multiply(term, x), add(a, step))
        return add(step, 1.0), term, add(total, term)

    first = reciprocal(a)
    one = run.full((), 1.0, dtype_of(a))
    return run.while_loop(unfinished, more, (one, first, first), STEPS)[2]


def _fraction(a: Tensor, x: Tensor) -> Tensor:
    """Evaluates the continued fraction 1 / (x + 1 - a - (1 - a) / (x + 3 - a - ...)).

    Source: Thompson and Barnett 1986, "Coulomb and Bessel functions", Lentz's method modified.
    """
    run = engine()

    def unfinished(state: Any) -> Tensor:
        factor = state[-1]
        is_open = greater(absolute(subtract(factor, 1.0)), 2 * EPSILON[dtype_of(a)])
        return run.any(is_open, tuple(range(rank(factor))), False)

    def more(state: Any) -> Any:
        step, upper, lower, found, _ = state
        part = multiply(step, subtract(a, step))
        bottom = add(subtract(x, a), add(multiply(step, 2.0), 1.0))
        lower = reciprocal(add(multiply(part, lower), bottom))
        upper = add(bottom, true_divide(part, upper))
        factor = multiply(upper, lower)
        return add(step, 1.0), upper, lower, multiply(found, factor), factor

    bottom = add(subtract(x, a), 1.0)
    lower = reciprocal(bottom)
    one = run.full((), 1.0, dtype_of(a))
    start = (one, add(bottom, LARGE), lower, lower, add(zeros_like(a), 2.0))
    return run.while_loop(unfinished, more, start, STEPS)[3]


def _prepared(x: TensorLike) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Returns x in 32 bits or more, where it is below one half and mirrored there, where small."""
    wide = engine().cast(x, result_type(dtype_of(x), "float32"))
    left = less(wide, 0.5)
    mirrored = where(left, subtract(1.0, wide), wide)
    return wide, left, less(mirrored, float(RAISED)), mirrored


def _from_integer(x: Tensor, left: Tensor) -> Tensor:
    """Returns the distance from the nearest integer; one quarter where it is not needed."""
    return where(left, subtract(x, round(x)), 0.25)
