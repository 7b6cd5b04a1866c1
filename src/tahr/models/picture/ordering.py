"""The order of boxes within ranks, with few crossings of edges."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise

SWEEPS = 12


def ordered(ranks: Sequence[int], links: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Orders the boxes of each rank.

    Args:
        ranks: of all boxes and stand-ins.
        links: pairs that stand in neighbouring ranks.

    Returns:
        A list of numbers for each rank, from left to right.

    Example:
        >>> ordered([0, 0, 1, 1], [(0, 3), (1, 2)])
        [[0, 1], [3, 2]]
    """
    before: list[list[int]] = [[] for _ in ranks]
    after: list[list[int]] = [[] for _ in ranks]
    for start, end in links:
        after[start].append(end)
        before[end].append(start)
    rows: list[list[int]] = [[] for _ in range(max(ranks) + 1)]
    for number, rank in enumerate(ranks):
        rows[rank].append(number)
    best, fewest = [list(row) for row in rows], crossings(rows, after)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        down = sweep % 2 == 0
        pairs = pairwise(rows) if down else pairwise(rows[::-1])
        for fixed, row in pairs:
            _by_mean(row, fixed, before if down else after)
        found = crossings(rows, after)
        if found < fewest:
            best, fewest = [list(row) for row in rows], found
    return best


def _by_mean(row: list[int], fixed: list[int], neighbours: list[list[int]]) -> None:
    """Sorts a rank by the mean place of each box's neighbours in the rank beside it."""
    place = {number: i for i, number in enumerate(fixed)}
    means = {}
    for index, number in enumerate(row):
        near = [place[other] for other in neighbours[number]]
        means[number] = sum(near) / len(near) if near else index
    row.sort(key=means.__getitem__)


def crossings(rows: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> int:
    """Counts the crossings of edges between neighbouring ranks.

    Example:
        >>> crossings([[0, 1], [2, 3]], [[3], [2], [], []])
        1
    """
    total = 0
    for upper, lower in pairwise(rows):
        place = {number: i for i, number in enumerate(lower)}
        seen: list[int] = []
        for number in upper:
            ends = sorted(place[end] for end in after[number])
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end, bisect_left(seen, end))
    return total
