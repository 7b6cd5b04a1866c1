"""How much a pixel counts for a place between pixels, by its distance."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from tahr.core import current
from tahr.core.current import engine
from tahr.core.specs import is_known
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, divide, maximum, multiply, subtract
from tahr.ops.comparison import greater, greater_equal, less, less_equal
from tahr.ops.elementwise import absolute, square
from tahr.ops.exponential import exp
from tahr.ops.indexing import where
from tahr.ops.logical import logical_and
from tahr.ops.reductions import sum
from tahr.ops.trigonometry import sin

if TYPE_CHECKING:
    import numpy as np

SIGMA = 0.5
"""The standard deviation of the Gaussian, in pixels."""


class Kernel(NamedTuple):
    """The weight at a distance, and the distance from which on it is zero."""

    weight: Callable[[Tensor], Tensor]
    radius: float


def _linear(distance: Tensor) -> Tensor:
    return maximum(subtract(1.0, distance), 0.0)


def _cubic(b: float, c: float) -> Callable[[Tensor], Tensor]:
    """Returns a cubic of two parameters.

    Source: D. Mitchell and A. Netravali, "Reconstruction Filters in Computer Graphics", 1988,
    equation 8. With b = 0, c = 1/2 it is that of Keys 1981, "Cubic convolution interpolation for
    digital image processing", with a = -1/2.
    """
    inner = (12 - 9 * b - 6 * c) / 6, (-18 + 12 * b + 6 * c) / 6, 0.0, (6 - 2 * b) / 6
    outer = (-b - 6 * c) / 6, (6 * b + 30 * c) / 6, (-12 * b - 48 * c) / 6, (8 * b + 24 * c) / 6

    def weight(distance: Tensor) -> Tensor:
        near, far = _polynomial(distance, *inner), _polynomial(distance, *outer)
        return where(less(distance, 1.0), near, where(less(distance, 2.0), far, 0.0))

    return weight


def _polynomial(x: Tensor, highest: float, *others: float) -> Tensor:
    """Evaluates a polynomial by Horner's rule, the highest power first."""
    found = multiply(x, highest)
    for coefficient in others[:-1]:
        found = multiply(add(found, coefficient), x)
    return add(found, others[-1])


def _lanczos(radius: int) -> Callable[[Tensor], Tensor]:
    """Returns the sinc function in the window of a wider one.

    Source: Duchon 1979, "Lanczos filtering in one and two dimensions".
    """

    def weight(distance: Tensor) -> Tensor:
        beside = greater(distance, 1e-3)
        angle = multiply(where(beside, distance, 1.0), math.pi)
        waves = multiply(sin(angle), sin(divide(angle, float(radius))))
        found = where(beside, divide(multiply(waves, float(radius)), square(angle)), 1.0)
        return where(less(distance, float(radius)), found, 0.0)

    return weight


def _gaussian(distance: Tensor) -> Tensor:
    found = exp(multiply(square(distance), -1 / (2 * SIGMA**2)))
    return where(less(distance, 3 * SIGMA), found, 0.0)


LINEAR, CUBIC = Kernel(_linear, 1), Kernel(_cubic(0, 0.5), 2)
LANCZOS = {"lanczos3": Kernel(_lanczos(3), 3), "lanczos5": Kernel(_lanczos(5), 5)}
KERNELS: dict[str, Kernel] = {"bilinear": LINEAR, "bicubic": CUBIC, **LANCZOS}
"""The kernel of each interpolation that ops have, but the nearest."""
MITCHELL, GAUSSIAN = Kernel(_cubic(1 / 3, 1 / 3), 2), Kernel(_gaussian, 3 * SIGMA)


def on_host(kernel: Kernel, distances: Any) -> "np.ndarray":
    """Returns the weights at distances that are known beforehand, as an array of float64.

    Args:
        kernel: what counts how much.
        distances: numbers, none of them negative.

    Example:
        >>> on_host(LINEAR, [0.25, 1.5]).tolist()
        [0.75, 0.0]
    """
    import numpy as np

    with current.using("numpy", "cpu"):
        return np.asarray(kernel.weight(np.asarray(distances, "float64")))


def weights(
    length: int,
    outputs: int,
    scale: TensorLike,
    translation: TensorLike,
    kernel: Kernel,
    antialias: bool,
    dtype: str,
) -> Tensor:
    """Returns how much each element of an axis counts for each element of a resampled one.

    A pixel is as wide as one, and its place is its middle. What lies beyond the edges does not
    count, so that the weights of an output add up to one; those of an output that falls beyond
    the edges are zero.

    Args:
        length: of the axis.
        outputs: length of the resampled axis.
        scale: how many times longer things get; a scalar.
        translation: how far they move after that, in pixels of the result; a scalar.
        kernel: what counts how much.
        antialias: whether the kernel gets wider where things get smaller.
        dtype: float32 or float64.

    Returns:
        A tensor `(outputs, length)`.
    """
    run = engine()
    ones = run.reshape(run.arange(0, outputs, 1, dtype), (outputs, 1))
    step = divide(1.0, scale)
    places = subtract(multiply(add(ones, 0.5), step), add(multiply(translation, step), 0.5))
    others = run.reshape(run.arange(0, length, 1, dtype), (1, length))
    distances = absolute(subtract(places, others))
    if antialias:
        distances = divide(distances, maximum(step, 1.0))
    counted = kernel.weight(distances)
    total = sum(counted, 1, keepdims=True)
    safe = where(greater(absolute(total), 1e-4), total, 1.0)
    end = as_number(length, dtype)
    inside = logical_and(greater_equal(places, -0.5), less_equal(places, subtract(end, 0.5)))
    return where(inside, divide(counted, safe), 0.0)


def ratio(outputs: int, length: int, dtype: str) -> TensorLike:
    """Returns how many times longer an axis gets, whose length may be known only at run time."""
    return outputs / length if is_known(length) else divide(outputs, as_number(length, dtype))


def as_number(length: int, dtype: str) -> TensorLike:
    """Returns a length as a number: what is not known yet has to come out of the graph."""
    run = engine()
    if is_known(length):
        return float(length)
    return run.reshape(run.arange(length, length + 1, 1, dtype), ())
