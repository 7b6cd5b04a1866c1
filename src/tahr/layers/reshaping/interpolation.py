"""Values between places, for a whole factor.

At a whole factor the new places lie at the same few distances from the old ones everywhere, so
that each is a weighted sum of shifted copies of the input, whatever the input's length.
"""

from functools import lru_cache, reduce

from tahr import ops
from tahr.core.typing import Tensor
from tahr.ops.image.kernels import KERNELS, on_host

Shares = tuple[tuple[int, float], ...]
"""Steps from a place, and how much counts what is there."""


def interpolated(x: Tensor, axis: int, factor: int, method: str) -> Tensor:
    """Makes an axis longer by a whole factor; beyond the edges nothing counts.

    Args:
        x: tensor of floats.
        axis: the axis, not negative.
        factor: how many places come of one.
        method: a name in `KERNELS`.
    """
    shape, reach = tuple(x.shape), int(KERNELS[method].radius)
    column = tuple(n if i == axis else 1 for i, n in enumerate(shape))
    pads = [(reach, reach) if i == axis else (0, 0) for i in range(len(shape))]
    both = ops.pad(x, pads), ops.pad(ops.ones(column, dtype=ops.dtype(x)), pads)
    phases = []
    for shares in _shares(factor, method):
        total, counted = (_weighted(source, axis, reach, shares) for source in both)
        phases.append(ops.divide(total, counted))
    longer = (*shape[:axis], shape[axis] * factor, *shape[axis + 1 :])
    return ops.reshape(ops.stack(phases, axis=axis + 1), longer)


@lru_cache(maxsize=64)
def _shares(factor: int, method: str) -> tuple[Shares, ...]:
    """Returns what counts how much for each of the new places of one old place."""
    kernel = KERNELS[method]
    steps = range(-int(kernel.radius), int(kernel.radius) + 1)
    places = [(number + 0.5) / factor - 0.5 for number in range(factor)]
    weights = on_host(kernel, [[abs(place - step) for step in steps] for place in places])
    rows = (zip(steps, row, strict=True) for row in weights.tolist())
    return tuple(tuple((step, weight) for step, weight in row if weight) for row in rows)


def _weighted(source: Tensor, axis: int, reach: int, shares: Shares) -> Tensor:
    """Sums what lies around a place, each element counting by its distance."""
    parts = []
    for step, weight in shares:
        behind = reach - step
        cut = slice(reach + step, -behind if behind else None)
        part = ops.get_item(source, (*(slice(None),) * axis, cut))
        parts.append(ops.multiply(part, weight))
    return reduce(ops.add, parts)
