"""Writes a drawing as PNG or another format of matplotlib's."""

from pathlib import Path
from typing import TYPE_CHECKING

from tahr.core.extras import required
from tahr.models.picture.drawing import FRAME, LINE, PADDING, TEXT, TITLE, Box, Drawing, Row
from tahr.models.picture.layout import Point
from tahr.models.picture.svg import DARK, EDGE, GREY, MARGIN, ROUND, STRIP

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PIXELS = 100.0
"""An inch; letters are measured in points, of which it has 72."""

LARGEST = 2**15
"""Pixels a side; a larger picture is drawn coarser."""


def write_png(drawing: Drawing, path: Path, dpi: int) -> None:
    """Writes a drawing that has been arranged.

    Args:
        drawing: what to draw.
        path: the file; its ending chooses the format.
        dpi: dots an inch; 100 make one pixel of a pixel.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    required("matplotlib", "plot")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width, height = (length + 2 * MARGIN for length in drawing.layout.size)
    figure = Figure(figsize=(width / PIXELS, height / PIXELS), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    _drawing(axes, drawing, (MARGIN, MARGIN))
    figure.savefig(path, dpi=min(dpi, LARGEST * PIXELS / max(width, height)))


def _drawing(axes: "Axes", drawing: Drawing, origin: Point) -> None:
    for route in drawing.layout.routes:
        _edge(axes, [(origin[0] + x, origin[1] + y) for x, y in route])
    for box, (x, y) in zip(drawing.boxes, drawing.layout.centers, strict=True):
        corner = (origin[0] + x - box.width / 2, origin[1] + y - box.height / 2)
        if box.inner is None:
            _plain(axes, box, corner)
            continue
        _rectangle(axes, box, corner, dashed=True)
        _row(axes, box.rows[0], corner, box.width, corner[1] + 22)
        space = (box.width - box.inner.layout.size[0]) / 2
        _drawing(axes, box.inner, (corner[0] + space, corner[1] + FRAME[1]))


def _edge(axes: "Axes", points: list[Point]) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path as Curve

    codes = [Curve.MOVETO, *[Curve.CURVE4] * (len(points) - 1)]
    arrow = FancyArrowPatch(
        path=Curve(points, codes),
        arrowstyle="-|>",
        mutation_scale=8,
        shrinkA=0,
        shrinkB=0,
        color=EDGE,
        linewidth=1.1,
        capstyle="butt",
    )
    axes.add_patch(arrow)


def _plain(axes: "Axes", box: Box, corner: Point) -> None:
    from matplotlib.patches import FancyBboxPatch

    _rectangle(axes, box, corner)
    strip = FancyBboxPatch(
        (corner[0] + 5 + STRIP / 2, corner[1] + 8 + STRIP / 2),
        0.01,
        box.height - 16 - STRIP,
        boxstyle=f"round,pad={STRIP / 2},rounding_size={STRIP / 2}",
        facecolor=box.family.line,
        linewidth=0,
    )
    axes.add_patch(strip)
    for index, row in enumerate(box.rows):
        _row(axes, row, corner, box.width, corner[1] + PADDING[1] + (index + 0.72) * LINE)


def _rectangle(axes: "Axes", box: Box, corner: Point, dashed: bool = False) -> None:
    from matplotlib.patches import FancyBboxPatch

    shape = FancyBboxPatch(
        corner,
        box.width,
        box.height,
        boxstyle=f"round,pad=0,rounding_size={ROUND}",
        facecolor=box.family.fill,
        edgecolor=box.family.line,
        linewidth=0.9,
        linestyle=(0, (5, 4)) if dashed else "-",
    )
    axes.add_patch(shape)


def _row(axes: "Axes", row: Row, corner: Point, width: float, baseline: float) -> None:
    size = TITLE if row.title else TEXT
    points = 72 / PIXELS
    weight = "bold" if row.title else "normal"
    left = corner[0] + PADDING[0]
    axes.text(left, baseline, row.left, color=DARK, fontsize=size * points, fontweight=weight)
    right = corner[0] + width - PADDING[0] + 4
    axes.text(right, baseline, row.right, color=GREY, fontsize=TEXT * points, ha="right")
