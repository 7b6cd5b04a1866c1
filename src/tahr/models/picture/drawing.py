"""What is drawn: boxes with rows of text, and the edges between them."""

from dataclasses import dataclass, field, replace

from tahr.models.picture.families import OTHER, Family
from tahr.models.picture.layout import Layout, layered

TITLE, TEXT = 14.0, 12.0
"""Sizes of letters; all lengths are in pixels at 100 dots per inch."""

LINE = 20.0
PADDING = (18.0, 11.0)
FRAME = (18.0, 34.0)
"""Between a frame and the drawing in it: at the sides and below, and above, under the title."""

COLUMNS = 26.0
"""Between the texts at the left and at the right of a row."""

NARROW, WIDE = frozenset("iljtfrI.,:;'|()[]! "), frozenset("mwMW@%")


@dataclass(frozen=True)
class Row:
    """A line in a box: text at the left, text at the right."""

    left: str
    right: str = ""
    title: bool = False

    @property
    def width(self) -> float:
        """What it takes."""
        size = TITLE if self.title else TEXT
        gap = COLUMNS if self.right else 0.0
        return text_width(self.left, size, self.title) + gap + text_width(self.right, TEXT)


@dataclass(frozen=True)
class Box:
    """A layer or op, or a whole model with its own drawing inside."""

    rows: tuple[Row, ...]
    family: Family = OTHER
    inner: "Drawing | None" = None
    width: float = 0.0
    height: float = 0.0


WIDEST = 1200
"""Pixels in width up to which a picture that runs down is readable, however low it is."""


@dataclass
class Drawing:
    """Boxes, the edges between them by number, and where it all stands."""

    boxes: list[Box] = field(default_factory=list)
    edges: list[tuple[int, int]] = field(default_factory=list)
    layout: Layout = field(default_factory=Layout)

    def arranged(self, rankdir: str) -> "Drawing":
        """Returns every box its size and its place.

        Args:
            rankdir: "TB", "BT", "LR" or "RL"; "auto" for "TB", and "LR" where that is too wide.
        """
        if rankdir == "auto":
            wide, high = self.arranged("TB").layout.size
            return self.arranged("LR") if wide > WIDEST and wide > 3 * high else self
        texts = [row.width for box in self.boxes for row in box.rows if box.inner is None]
        width = max(texts, default=0.0) + 2 * PADDING[0]
        self.boxes = [_sized(box, width, rankdir) for box in self.boxes]
        sizes = [(box.width, box.height) for box in self.boxes]
        self.layout = layered(sizes, self.edges, rankdir)
        return self


def _sized(box: Box, width: float, rankdir: str) -> Box:
    if box.inner is None:
        return replace(box, width=width, height=len(box.rows) * LINE + 2 * PADDING[1])
    inner = box.inner.arranged(rankdir)
    title = max(row.width for row in box.rows) + 2 * PADDING[0]
    wide, high = inner.layout.size
    return replace(box, width=max(wide + 2 * FRAME[0], title), height=high + FRAME[0] + FRAME[1])


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Estimates the width of a text; a little too wide for most fonts.

    Example:
        >>> text_width("mm", 10.0) > text_width("ii", 10.0)
        True
    """
    parts = (
        0.36 if c in NARROW else 0.95 if c in WIDE else 0.69 if c.isupper() else 0.61 for c in text
    )
    return sum(parts) * size * (1.1 if bold else 1.0)
