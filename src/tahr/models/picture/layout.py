"""Where the boxes of a graph stand and how its edges run: a layered drawing.

Boxes stand in ranks by their longest path from a start; an edge that passes ranks gets a
stand-in in each, so that it finds a way between the boxes. The order in a rank follows the
neighbours' mean place, which keeps crossings few.

Source: Sugiyama, Tagawa, Toda 1981, "Methods for visual understanding of hierarchical system
structures".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from tahr.models.picture.ordering import ordered
from tahr.models.picture.placing import placed

Point: TypeAlias = tuple[float, float]
Edge: TypeAlias = tuple[int, int]

RANK_GAP, BOX_GAP = 34.0, 30.0
PASSAGE = 12.0
"""The width an edge takes where it passes a rank."""

TURNS: dict[str, Callable[[Point, Point], Point]] = {
    "TB": lambda p, size: p,
    "BT": lambda p, size: (p[0], size[1] - p[1]),
    "LR": lambda p, size: (p[1], p[0]),
    "RL": lambda p, size: (size[1] - p[1], p[0]),
}
"""How a drawing that runs down is turned into one that runs elsewhere."""


@dataclass
class Layout:
    """Places in pixels, from the upper left corner.

    Attributes:
        centers: of the boxes.
        routes: of the edges: a start, then control, control and end of one curve after the
            other.
        size: width and height.
    """

    centers: list[Point] = field(default_factory=list)
    routes: list[list[Point]] = field(default_factory=list)
    size: Point = (0.0, 0.0)


def layered(sizes: Sequence[Point], edges: Sequence[Edge], rankdir: str = "TB") -> Layout:
    """Lays out an acyclic graph.

    Args:
        sizes: width and height of each box.
        edges: pairs of box numbers, from and to.
        rankdir: where it runs: "TB" down, "BT" up, "LR" to the right, "RL" to the left.

    Returns:
        Where everything stands.

    Example:
        >>> layered([(10, 10), (10, 10)], [(0, 1)]).centers
        [(5.0, 5.0), (5.0, 49.0)]
    """
    if not sizes:
        return Layout()
    sideways = rankdir in ("LR", "RL")
    lengths = [(h, w) if sideways else (w, h) for w, h in sizes]
    chains, ranks, widths = _chains(lengths, edges)
    links = [pair for chain in chains for pair in pairwise(chain)]
    rows = ordered(ranks, links)
    xs = placed(rows, links, widths, BOX_GAP, real=len(sizes))
    tops, heights = _bands(rows, lengths)
    ys = [tops[rank] + heights[rank] / 2 for rank in ranks]
    count = len(sizes)
    width = max(xs[i] + widths[i] / 2 for i in range(len(xs)))
    size = (width, tops[-1] + heights[-1])
    turn = TURNS[rankdir]
    routes = [
        [turn(p, size) for p in _route(chain, xs, ys, ranks, lengths, tops, heights)]
        for chain in chains
    ]
    centers = [turn((xs[i], ys[i]), size) for i in range(count)]
    return Layout(centers, routes, (size[1], size[0]) if sideways else size)


def _chains(
    sizes: Sequence[Point], edges: Sequence[Edge]
) -> tuple[list[list[int]], list[int], list[float]]:
    """Returns each edge as a chain through the ranks, with the ranks and widths of all links."""
    ranks = ranked(len(sizes), edges)
    widths = [size[0] for size in sizes]
    chains = []
    for start, end in edges:
        chain = [start]
        for rank in range(ranks[start] + 1, ranks[end]):
            chain.append(len(ranks))
            ranks.append(rank)
            widths.append(PASSAGE)
        chains.append([*chain, end])
    return chains, ranks, widths


def ranked(count: int, edges: Sequence[Edge]) -> list[int]:
    """Returns each box its rank: an end by the longest path to it, others just above their next.

    Example:
        >>> ranked(4, [(0, 1), (1, 2), (3, 2)])
        [0, 1, 2, 1]
    """
    after: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for start, end in edges:
        after[start].append(end)
        waiting[end] += 1
    ranks = [0] * count
    order = [i for i in range(count) if not waiting[i]]
    for box in order:
        for end in after[box]:
            ranks[end] = max(ranks[end], ranks[box] + 1)
            waiting[end] -= 1
            if not waiting[end]:
                order.append(end)
    for box in reversed(order):
        ranks[box] = min((ranks[end] for end in after[box]), default=ranks[box] + 1) - 1
    return ranks


def _bands(rows: list[list[int]], sizes: Sequence[Point]) -> tuple[list[float], list[float]]:
    """Returns the top and the height of each rank."""
    heights = [max((sizes[i][1] for i in row if i < len(sizes)), default=0.0) for row in rows]
    tops = [sum(heights[:rank]) + rank * RANK_GAP for rank in range(len(rows))]
    return tops, heights


def _route(
    chain: list[int],
    xs: list[float],
    ys: list[float],
    ranks: list[int],
    sizes: Sequence[Point],
    tops: list[float],
    heights: list[float],
) -> list[Point]:
    """Runs an edge along its chain: curves between the ranks, straight past the boxes."""
    first, last = chain[0], chain[-1]
    points: list[Point] = [(xs[first], ys[first] + sizes[first][1] / 2)]
    for link in chain[1:]:
        end = ys[link] - sizes[link][1] / 2 if link == last else tops[ranks[link]]
        points += _curve(points[-1], (xs[link], end))
        if link != last:
            points += _curve(points[-1], (xs[link], end + heights[ranks[link]]))
    return points


def _curve(start: Point, end: Point) -> list[Point]:
    """Bends from one point to the next, leaving and arriving straight."""
    middle = (start[1] + end[1]) / 2
    return [(start[0], middle), (end[0], middle), end]
