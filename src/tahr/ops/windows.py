"""Window functions for signal processing."""

import math
from collections.abc import Callable

from tahr.core.current import engine
from tahr.core.dtypes import floatx
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, subtract, true_divide
from tahr.ops.axes import dtype_of
from tahr.ops.elementwise import absolute, sqrt, square
from tahr.ops.special import i0
from tahr.ops.trigonometry import cos


def _window(length: TensorLike, shape: Callable[[Tensor], Tensor]) -> Tensor:
    """Returns a window's values at places from -1 to 1."""
    number = int(length)  # type: ignore[arg-type]
    if number <= 1:
        return engine().full((max(number, 0),), 1.0, floatx())
    steps = engine().arange(0, number, 1, floatx())
    return shape(subtract(true_divide(multiply(steps, 2.0), number - 1), 1.0))


def _cosines(*weights: float) -> Callable[[Tensor], Tensor]:
    def shape(place: Tensor) -> Tensor:
        total = engine().full((), weights[0], dtype_of(place))
        for i, weight in enumerate(weights[1:], 1):
            total = add(total, multiply(weight, cos(multiply(place, math.pi * i))))
        return total

    return shape


@ends_at_user
def bartlett(x: TensorLike) -> Tensor:
    """Returns a triangle of that many points, zero at both ends.

    Example:
        >>> bartlett(3).tolist()
        [0.0, 1.0, 0.0]
    """
    return _window(x, lambda place: subtract(1.0, absolute(place)))


@ends_at_user
def hanning(x: TensorLike) -> Tensor:
    """Returns the Hann window of that many points.

    Example:
        >>> hanning(3).tolist()
        [0.0, 1.0, 0.0]
    """
    return _window(x, _cosines(0.5, 0.5))


@ends_at_user
def hamming(x: TensorLike) -> Tensor:
    """Returns the Hamming window of that many points.

    Example:
        >>> hamming(3).shape
        (3,)
    """
    return _window(x, _cosines(0.54, 0.46))


@ends_at_user
def blackman(x: TensorLike) -> Tensor:
    """Returns the Blackman window of that many points.

    Example:
        >>> blackman(5).shape
        (5,)
    """
    return _window(x, _cosines(0.42, 0.5, 0.08))


@ends_at_user
def kaiser(x: TensorLike, beta: float) -> Tensor:
    """Returns the Kaiser window of that many points.

    Args:
        x: number of points.
        beta: how steep it is; zero gives a rectangle.

    Example:
        >>> kaiser(3, 0.0).tolist()
        [1.0, 1.0, 1.0]
    """
    return _window(
        x,
        lambda place: true_divide(
            i0(multiply(beta, sqrt(subtract(1.0, square(place))))), i0(float(beta))
        ),
    )
