"""How far to the right boxes stand: close below their neighbours, in order, without overlap."""

from collections.abc import Sequence
from itertools import pairwise

SWEEPS = 32
PLAIN, STRAIGHT, LOOSE = 1.0, 0.01, 0.001
"""How strongly an edge pulls: between two boxes, between two stand-ins, between one and other.

Boxes pull most, so that a chain of them stands straight and what passes by goes around it.
"""


def placed(
    rows: Sequence[Sequence[int]],
    links: Sequence[tuple[int, int]],
    widths: Sequence[float],
    gap: float,
    real: int,
) -> list[float]:
    """Returns the middle of each box and stand-in, the leftmost edge at zero.

    Args:
        rows: the numbers of each rank in order.
        links: pairs in neighbouring ranks.
        widths: of all.
        gap: between two.
        real: how many are boxes; the numbers after them are stand-ins.
    """
    pulls: list[list[tuple[int, float]]] = [[] for _ in widths]
    for pair in links:
        pulls[pair[0]].append((pair[1], _pull(pair[0], pair[1], real)))
        pulls[pair[1]].append((pair[0], _pull(pair[1], pair[0], real)))
    ranks = {number: rank for rank, row in enumerate(rows) for number in row}
    xs = [0.0] * len(widths)
    for row in rows:
        _put(xs, row, [0.0] * len(row), [1.0] * len(row), widths, gap)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            wanted, weights = [], []
            for number in row:
                both = sweep >= SWEEPS - 4
                near = [
                    (xs[other], pull)
                    for other, pull in pulls[number]
                    if both or (ranks[other] < ranks[number]) == down
                ]
                weight = sum(pull for _, pull in near)
                place = sum(x * pull for x, pull in near) / weight if near else xs[number]
                wanted.append(place)
                weights.append(weight or LOOSE)
            _put(xs, row, wanted, weights, widths, gap)
    left = min(x - width / 2 for x, width in zip(xs, widths, strict=True))
    return [x - left for x in xs]


def _pull(box: int, other: int, real: int) -> float:
    if (box < real) != (other < real):
        return LOOSE
    return PLAIN if box < real else STRAIGHT


def _put(
    xs: list[float],
    row: Sequence[int],
    wanted: Sequence[float],
    weights: Sequence[float],
    widths: Sequence[float],
    gap: float,
) -> None:
    """Puts a rank as near as can be to where each wants to stand, in the least-squares sense."""
    offsets = [0.0]
    for left, right in pairwise(row):
        offsets.append(offsets[-1] + (widths[left] + widths[right]) / 2 + gap)
    free = [place - offset for place, offset in zip(wanted, offsets, strict=True)]
    for number, x, offset in zip(row, rising(free, weights), offsets, strict=True):
        xs[number] = x + offset


def rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Returns the nearest numbers that never fall (pool adjacent violators).

    Example:
        >>> rising([1.0, 4.0, 2.0], [1.0, 1.0, 1.0])
        [1.0, 3.0, 3.0]

    Source: Ayer et al. 1955, "An empirical distribution function for sampling with incomplete
    information".
    """
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, heavy, count = blocks.pop()
            total = heavy + block[1]
            block = ((mean * heavy + block[0] * block[1]) / total, total, count + block[2])
        blocks.append(block)
    return [mean for mean, _, count in blocks for _ in range(count)]
