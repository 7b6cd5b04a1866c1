"""How often each shade occurs in an image, and shades looked up in a table."""

import math

from tahr import ops
from tahr.core.typing import Tensor


def counted(shades: Tensor, bins: int, dtype: object) -> Tensor:
    """Returns how often each shade occurs.

    Args:
        shades: integers `(..., height, width)`, from 0 to below the number of bins.
        bins: how many shades there are.
        dtype: of the counts.

    Returns:
        A tensor `(..., bins)`.
    """
    lead = tuple(shades.shape[:-2])
    rows = math.prod(lead)
    flat = ops.reshape(shades, (rows, -1))
    places = ops.add(flat, ops.multiply(_numbers(rows), bins))
    places = ops.reshape(places, (-1,))
    counts = ops.scatter(
        ops.expand_dims(places, -1), ops.ones_like(places, dtype=dtype), (rows * bins,)
    )
    return ops.reshape(counts, (*lead, bins))


def looked_up(table: Tensor, shades: Tensor) -> Tensor:
    """Returns what stands in a table for each shade.

    Args:
        table: `(..., bins)`.
        shades: integers `(..., height, width)`.
    """
    lead, size = tuple(shades.shape[:-2]), shades.shape[-2:]
    rows, bins = math.prod(lead), table.shape[-1]
    places = ops.add(ops.reshape(shades, (rows, -1)), ops.multiply(_numbers(rows), bins))
    found = ops.take(ops.reshape(table, (-1,)), ops.reshape(places, (-1,)))
    return ops.reshape(found, (*lead, *size))


def _numbers(rows: int) -> Tensor:
    return ops.expand_dims(ops.arange(rows, dtype="int32"), -1)
