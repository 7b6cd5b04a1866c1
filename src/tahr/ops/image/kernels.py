"""How much a pixel counts for a place between pixels, by its distance."""

import math
from collections.abc import Callable
from typing import NamedTuple

from tahr.core.current import engine
from tahr.core.specs import is_known
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, divide, maximum, multiply, subtract
from tahr.ops.comparison import greater, greater_equal, less, less_equal
from tahr.ops.elementwise import absolute, square
from tahr.ops.indexing import where
from tahr.ops.logical import logical_and
from tahr.ops.reductions import sum
from tahr.ops.trigonometry import sin


class Kernel(NamedTuple):
    """The weight at a distance, and the distance from which on it is zero."""

    weight: Callable[[Tensor], Tensor]
    radius: int


def _linear(distance: Tensor) -> Tensor:
    return maximum(subtract(1.0, distance), 0.0)


def _cubic(distance: Tensor) -> Tensor:
    """Returns the weight in cubic convolution.

    Source: Keys 1981, "Cubic convolution interpolation for digital image processing", with
    a = -1/2.
    """
    near = _polynomial(distance, 1.5, -2.5, 0.0, 1.0)
    far = _polynomial(distance, -0.5, 2.5, -4.0, 2.0)
    return where(less(distance, 1.0), near, where(less(distance, 2.0), far, 0.0))


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


LINEAR, CUBIC = Kernel(_linear, 1), Kernel(_cubic, 2)
LANCZOS = {"lanczos3": Kernel(_lanczos(3), 3), "lanczos5": Kernel(_lanczos(5), 5)}


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
