"""Families of layers, one for each folder of them, and their colours."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """The look of a family of layers.

    Attributes:
        fill: the colour of the box.
        line: the colour of its border and of the strip at its side.
    """

    fill: str
    line: str


INPUT = Family("#f1f5f9", "#64748b")
MODEL = Family("#f8fafc", "#475569")
OPERATION = Family("#fafaf9", "#a8a29e")
OTHER = Family("#f5f5f4", "#78716c")
FAMILIES: dict[str, Family] = {
    "activations": Family("#fffbeb", "#d97706"),
    "attention": Family("#fdf2f8", "#db2777"),
    "convolutional": Family("#eff6ff", "#2563eb"),
    "core": Family("#f0fdf4", "#16a34a"),
    "former": Family("#f5f3ee", "#8a7b5c"),
    "frameworks": Family("#f7fee7", "#65a30d"),
    "merging": Family("#f0fdfa", "#0d9488"),
    "normalization": Family("#fff7ed", "#ea580c"),
    "pooling": Family("#ecfeff", "#0891b2"),
    "preprocessing": Family("#fefce8", "#ca8a04"),
    "recurrent": Family("#f5f3ff", "#7c3aed"),
    "regularization": Family("#fef2f2", "#dc2626"),
    "reshaping": Family("#eef2ff", "#4f46e5"),
}
"""Colours by the folder of `layers` that a class stands in."""


def family_of(cls: type) -> Family:
    """Returns the family of a class: that of the folder it, or what it is made from, stands in.

    Args:
        cls: the class of a layer.

    Example:
        >>> from tahr import layers
        >>> families = [family_of(c) for c in (layers.SeparableConv1D, layers.Conv2D, layers.Dense)]
        >>> families[0] == families[1] != families[2]
        True
    """
    for base in cls.__mro__:
        home = base.__module__.removeprefix("tahr.layers.").partition(".")[0]
        if base.__module__.startswith("tahr.layers.") and home in FAMILIES:
            return FAMILIES[home]
    return OTHER
