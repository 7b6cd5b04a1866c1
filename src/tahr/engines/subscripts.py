"""Indices as NumPy reads them."""

import math
from collections.abc import Sequence

from tahr.engines.base import Index

WHOLE = slice(None)


def spelled_out(index: tuple[Index, ...], rank: int) -> list[Index]:
    """Puts slices in the place of an ellipsis and of axes left out.

    Example:
        >>> spelled_out((..., 2), 3)
        [slice(None, None, None), slice(None, None, None), 2]
    """
    taken = sum(part is not None and part is not Ellipsis for part in index)
    rest: list[Index] = [WHOLE] * (rank - taken)
    for i, part in enumerate(index):
        if part is Ellipsis:
            return [*index[:i], *rest, *index[i + 1 :]]
    return [*index, *rest]


def steps(shape: Sequence[int]) -> list[int]:
    """Returns by how much a place's number grows along each axis, places numbered in order.

    Example:
        >>> steps((2, 3, 4))
        [12, 4, 1]
    """
    return [math.prod(shape[i + 1 :]) for i in range(len(shape))]
