"""Special functions."""

import math

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dtype_of
from tahr.ops.op import Rule, op

CENTRE = (
    2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087,
    -0.00125372503, -0.00417768164, 0.246640727, 1.50140941,
)  # fmt: skip
TAIL = (
    -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773,
    -0.0076224613, 0.00943887047, 1.00167406, 2.83297682,
)  # fmt: skip
"""The coefficients of `erfinv`, highest power first."""


@op(rule=Rule.FLOAT, rows="each")
def erf(x: TensorLike) -> Tensor:
    """Returns the error function of each element.

    Example:
        >>> round(float(erf(1.0)), 4)
        0.8427
    """
    return engine().erf(x)


@op(rule=Rule.FLOAT, rows="each")
def erfc(x: TensorLike) -> Tensor:
    """Returns one minus the error function of each element.

    Example:
        >>> round(float(erfc(1.0)), 4)
        0.1573
    """
    return engine().subtract(engine().full((), 1.0, dtype_of(x)), engine().erf(x))


@op(rule=Rule.FLOAT, rows="each")
def erfinv(x: TensorLike) -> Tensor:
    """Returns the number whose error function each element is; infinite at -1 and 1.

    Float64 is refined by Newton's method to its full precision.

    Example:
        >>> round(float(erfinv(0.5)), 4)
        0.4769

    Source: Giles, "Approximating the erfinv function" (2010), single precision.
    """
    run, dtype = engine(), dtype_of(x)
    one = run.full((), 1.0, dtype)
    edge = run.equal(run.abs(x), one)
    inside = run.where(edge, run.full((), 0.0, dtype), x)
    w = run.negative(run.log1p(run.negative(run.square(inside))))
    near = run.less(w, run.full((), 5.0, dtype))
    root = run.sqrt(run.where(near, run.full((), 5.0, dtype), w))
    centre = polynomial(run.subtract(w, run.full((), 2.5, dtype)), CENTRE)
    tail = polynomial(run.subtract(root, run.full((), 3.0, dtype)), TAIL)
    found = run.multiply(run.where(near, centre, tail), inside)
    for _ in range(2 if dtype == "float64" else 0):
        found = _improved(found, inside)
    return run.where(edge, run.multiply(x, run.full((), math.inf, dtype)), found)


def _improved(guess: Tensor, x: TensorLike) -> Tensor:
    run, dtype = engine(), dtype_of(guess)
    slope = run.exp(run.negative(run.square(guess)))
    slope = run.multiply(slope, run.full((), 2 / math.sqrt(math.pi), dtype))
    return run.subtract(guess, run.divide(run.subtract(run.erf(guess), x), slope))


def polynomial(x: TensorLike, coefficients: tuple[float, ...]) -> Tensor:
    """Evaluates a polynomial, the coefficient of the highest power first, by Horner's rule."""
    run, dtype = engine(), dtype_of(x)
    total = run.full((), coefficients[0], dtype)
    for coefficient in coefficients[1:]:
        total = run.add(run.multiply(total, x), run.full((), coefficient, dtype))
    return total


BESSEL_SMALL = (
    0.0045813, 0.0360768, 0.2659732, 1.2067492, 3.0899424, 3.5156229, 1.0,
)  # fmt: skip
BESSEL_LARGE = (
    0.00392377, -0.01647633, 0.02635537, -0.02057706, 0.00916281, -0.00157565, 0.00225319,
    0.01328592, 0.39894228,
)  # fmt: skip


@op(rule=Rule.FLOAT, rows="each")
def i0(x: TensorLike) -> Tensor:
    """Returns the modified Bessel function of the first kind and order zero.

    Example:
        >>> round(float(i0(1.0)), 4)
        1.2661

    Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 9.8.1 and 9.8.2.
    """
    run, dtype = engine(), dtype_of(x)
    size = run.abs(x)
    border = run.full((), 3.75, dtype)
    small = run.less_equal(size, border)
    ratio = run.divide(run.where(small, size, border), border)
    inside = polynomial(run.square(ratio), BESSEL_SMALL)
    far = run.where(small, border, size)
    outside = polynomial(run.divide(border, far), BESSEL_LARGE)
    outside = run.multiply(outside, run.multiply(run.exp(far), run.rsqrt(far)))
    return run.where(small, inside, outside)
