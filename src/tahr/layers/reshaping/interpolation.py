"""Values between places, for a whole factor.

At a whole factor the new places lie at the same few distances from the old ones everywhere, so
that each is a weighted sum of shifted copies of the input, whatever the input's length.
"""

import math
from collections.abc import Callable
from functools import reduce
from typing import NamedTuple

from tahr import ops
from tahr.core.typing import Tensor


class Kernel(NamedTuple):
    """How much a place counts by its distance, and from which distance on not at all."""

    weight: Callable[[float], float]
    radius: int


def _linear(distance: float) -> float:
    return max(1.0 - distance, 0.0)


def _cubic(distance: float) -> float:
    """Returns the weight in cubic convolution.

    Source: Keys 1981, "Cubic convolution interpolation for digital image processing", with
    a = -1/2.
    """
    if distance <= 1:
        return (1.5 * distance - 2.5) * distance**2 + 1.0
    if distance < 2:
        return ((-0.5 * distance + 2.5) * distance - 4.0) * distance + 2.0
    return 0.0


def _lanczos(radius: int) -> Callable[[float], float]:
    def weight(distance: float) -> float:
        if distance >= radius:
            return 0.0
        angle = math.pi * distance
        if not angle:
            return 1.0
        return radius * math.sin(angle) * math.sin(angle / radius) / angle**2

    return weight


KERNELS = {
    "bilinear": Kernel(_linear, 1),
    "bicubic": Kernel(_cubic, 2),
    "lanczos3": Kernel(_lanczos(3), 3),
    "lanczos5": Kernel(_lanczos(5), 5),
}


def interpolated(x: Tensor, axis: int, factor: int, method: str) -> Tensor:
    """Makes an axis longer by a whole factor; beyond the edges nothing counts.

    Args:
        x: tensor of floats.
        axis: the axis, not negative.
        factor: how many places come of one.
        method: a name in `KERNELS`.
    """
    shape, kernel = tuple(x.shape), KERNELS[method]
    column = tuple(n if i == axis else 1 for i, n in enumerate(shape))
    pads = [(kernel.radius,) * 2 if i == axis else (0, 0) for i in range(len(shape))]
    both = ops.pad(x, pads), ops.pad(ops.ones(column, dtype=ops.dtype(x)), pads)
    phases = []
    for number in range(factor):
        place = (number + 0.5) / factor - 0.5
        total, counted = (_weighted(source, axis, place, kernel) for source in both)
        phases.append(ops.divide(total, counted))
    longer = (*shape[:axis], shape[axis] * factor, *shape[axis + 1 :])
    return ops.reshape(ops.stack(phases, axis=axis + 1), longer)


def _weighted(source: Tensor, axis: int, place: float, kernel: Kernel) -> Tensor:
    """Sums what lies around a place, each element counting by its distance."""
    radius, parts = kernel.radius, []
    for step in range(-radius, radius + 1):
        weight = kernel.weight(abs(place - step))
        if weight:
            behind = radius - step
            cut = slice(radius + step, -behind if behind else None)
            part = ops.get_item(source, (*(slice(None),) * axis, cut))
            parts.append(ops.multiply(part, weight))
    return reduce(ops.add, parts)
