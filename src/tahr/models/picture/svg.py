"""Writes a drawing as SVG."""

from xml.sax.saxutils import escape, quoteattr

from tahr.models.picture.drawing import FRAME, LINE, PADDING, TEXT, TITLE, Box, Drawing, Row
from tahr.models.picture.layout import Point

FONTS = "Inter, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif"
MARGIN = 24.0
DARK, GREY, EDGE = "#0f172a", "#64748b", "#94a3b8"
STRIP, ROUND = 5.0, 8.0


def to_svg(drawing: Drawing, title: str) -> str:
    """Writes a drawing that has been arranged.

    Args:
        drawing: what to draw.
        title: what the picture is called.

    Returns:
        The text of an SVG file.
    """
    width, height = (length + 2 * MARGIN for length in drawing.layout.size)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family={quoteattr(FONTS)} role="img">',
        f"<title>{escape(title)}</title>",
        f'<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        f'markerHeight="8" orient="auto"><path d="M0,0.5 L8,4 L0,7.5 Z" fill="{EDGE}"/>'
        "</marker></defs>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *_drawing(drawing, (MARGIN, MARGIN)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _drawing(drawing: Drawing, origin: Point) -> list[str]:
    lines = []
    for route in drawing.layout.routes:
        points = [f"{origin[0] + x:.1f},{origin[1] + y:.1f}" for x, y in route]
        curve = f"M{points[0]} C{' '.join(points[1:])}"
        lines.append(
            f'<path d="{curve}" fill="none" stroke="{EDGE}" stroke-width="1.5" '
            'marker-end="url(#head)"/>'
        )
    for box, (x, y) in zip(drawing.boxes, drawing.layout.centers, strict=True):
        corner = (origin[0] + x - box.width / 2, origin[1] + y - box.height / 2)
        lines += _frame(box, corner) if box.inner else _plain(box, corner)
    return lines


def _frame(box: Box, corner: Point) -> list[str]:
    inner = box.inner or Drawing()
    space = (box.width - inner.layout.size[0]) / 2
    row = Row(box.rows[0].left, box.rows[0].right, title=True)
    return [
        _rectangle(box, corner, dashed=True),
        *_row(row, corner, box.width, corner[1] + 22),
        *_drawing(inner, (corner[0] + space, corner[1] + FRAME[1])),
    ]


def _plain(box: Box, corner: Point) -> list[str]:
    x, y = corner
    lines = [
        _rectangle(box, corner),
        f'<rect x="{x + 5:.1f}" y="{y + 8:.1f}" width="{STRIP:g}" height="{box.height - 16:.1f}" '
        f'rx="{STRIP / 2:g}" fill="{box.family.line}"/>',
    ]
    for index, row in enumerate(box.rows):
        lines += _row(row, corner, box.width, y + PADDING[1] + (index + 0.72) * LINE)
    return lines


def _rectangle(box: Box, corner: Point, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<rect x="{corner[0]:.1f}" y="{corner[1]:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="{ROUND:g}" fill="{box.family.fill}" '
        f'stroke="{box.family.line}" stroke-width="1.2"{dashes}/>'
    )


def _row(row: Row, corner: Point, width: float, baseline: float) -> list[str]:
    size = TITLE if row.title else TEXT
    look = f'fill="{DARK}" font-weight="600"' if row.title else f'fill="{DARK}"'
    lines = [_text(row.left, corner[0] + PADDING[0], baseline, size, look)]
    if row.right:
        look = f'fill="{GREY}" text-anchor="end"'
        lines.append(_text(row.right, corner[0] + width - PADDING[0] + 4, baseline, TEXT, look))
    return lines


def _text(text: str, x: float, y: float, size: float, look: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" {look}>{escape(text)}</text>'
