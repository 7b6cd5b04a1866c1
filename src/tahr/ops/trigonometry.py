"""Angles, circles and hyperbolas; angles are in radians."""

import math

from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dtype_of
from tahr.ops.op import Rule, op


@op(rule=Rule.FLOAT, rows="each")
def sin(x: TensorLike) -> Tensor:
    """Returns the sine of each element.

    Example:
        >>> sin([0.0]).tolist()
        [0.0]
    """
    return engine().sin(x)


@op(rule=Rule.FLOAT, rows="each")
def cos(x: TensorLike) -> Tensor:
    """Returns the cosine of each element.

    Example:
        >>> cos([0.0]).tolist()
        [1.0]
    """
    return engine().cos(x)


@op(rule=Rule.FLOAT, rows="each")
def tan(x: TensorLike) -> Tensor:
    """Returns the tangent of each element.

    Example:
        >>> tan([0.0]).tolist()
        [0.0]
    """
    return engine().tan(x)


@op(rule=Rule.FLOAT, rows="each")
def arcsin(x: TensorLike) -> Tensor:
    """Returns the angle whose sine each element is; NaN outside [-1, 1].

    Example:
        >>> arcsin([0.0]).tolist()
        [0.0]
    """
    return engine().asin(x)


@op(rule=Rule.FLOAT, rows="each")
def arccos(x: TensorLike) -> Tensor:
    """Returns the angle whose cosine each element is; NaN outside [-1, 1].

    Example:
        >>> arccos([1.0]).tolist()
        [0.0]
    """
    return engine().acos(x)


@op(rule=Rule.FLOAT, rows="each")
def arctan(x: TensorLike) -> Tensor:
    """Returns the angle whose tangent each element is.

    Example:
        >>> arctan([0.0]).tolist()
        [0.0]
    """
    return engine().atan(x)


@op(rule=Rule.FLOAT, rows="each")
def sinh(x: TensorLike) -> Tensor:
    """Returns the hyperbolic sine of each element.

    Example:
        >>> sinh([0.0]).tolist()
        [0.0]
    """
    return engine().sinh(x)


@op(rule=Rule.FLOAT, rows="each")
def cosh(x: TensorLike) -> Tensor:
    """Returns the hyperbolic cosine of each element.

    Example:
        >>> cosh([0.0]).tolist()
        [1.0]
    """
    return engine().cosh(x)


@op(rule=Rule.FLOAT, rows="each")
def tanh(x: TensorLike) -> Tensor:
    """Returns the hyperbolic tangent of each element.

    Example:
        >>> tanh([0.0]).tolist()
        [0.0]
    """
    return engine().tanh(x)


@op(rule=Rule.FLOAT, rows="each")
def arcsinh(x: TensorLike) -> Tensor:
    """Returns the inverse hyperbolic sine of each element.

    Example:
        >>> arcsinh([0.0]).tolist()
        [0.0]
    """
    return engine().asinh(x)


@op(rule=Rule.FLOAT, rows="each")
def arccosh(x: TensorLike) -> Tensor:
    """Returns the inverse hyperbolic cosine of each element; NaN below 1.

    Example:
        >>> arccosh([1.0]).tolist()
        [0.0]
    """
    return engine().acosh(x)


@op(rule=Rule.FLOAT, rows="each")
def arctanh(x: TensorLike) -> Tensor:
    """Returns the inverse hyperbolic tangent of each element; NaN outside [-1, 1].

    Example:
        >>> arctanh([0.0]).tolist()
        [0.0]
    """
    return engine().atanh(x)


@op(rule=Rule.FLOAT, rows="each")
def deg2rad(x: TensorLike) -> Tensor:
    """Converts degrees to radians.

    Example:
        >>> round(float(deg2rad(180.0)), 4)
        3.1416
    """
    return engine().multiply(x, engine().full((), math.pi / 180, dtype_of(x)))


@op(rule=Rule.FLOAT, rows="each")
def rad2deg(x: TensorLike) -> Tensor:
    """Converts radians to degrees.

    Example:
        >>> round(float(rad2deg(3.14159265)), 3)
        180.0
    """
    return engine().multiply(x, engine().full((), 180 / math.pi, dtype_of(x)))


@op(rule=Rule.FLOAT, rows="each")
def sinc(x: TensorLike) -> Tensor:
    """Returns sin(pi x) / (pi x), and 1 at zero.

    Example:
        >>> sinc([0.0]).tolist()
        [1.0]
    """
    run, dtype = engine(), dtype_of(x)
    one = run.full((), 1.0, dtype)
    origin = run.equal(x, run.full((), 0.0, dtype))
    angle = run.where(origin, one, run.multiply(x, run.full((), math.pi, dtype)))
    return run.where(origin, one, run.divide(run.sin(angle), angle))
