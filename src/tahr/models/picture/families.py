"""Families of layers, told by the names of their classes, and their colours."""

import re
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
FAMILIES: tuple[tuple[str, Family], ...] = (
    (r"^Input", INPUT),
    (r"Attention", Family("#fdf2f8", "#db2777")),
    (r"LSTM|GRU|RNN|Bidirectional|TimeDistributed", Family("#f5f3ff", "#7c3aed")),
    (r"Pool", Family("#ecfeff", "#0891b2")),
    (r"Conv", Family("#eff6ff", "#2563eb")),
    (r"Dense", Family("#f0fdf4", "#16a34a")),
    (
        r"Embedding|Encoding|Hashing|Lookup|Vectorization|Discretization",
        Family("#fefce8", "#ca8a04"),
    ),
    (r"Normalization|Rescaling", Family("#fff7ed", "#ea580c")),
    (r"Dropout|Noise|Regularization|Random|Augment", Family("#fef2f2", "#dc2626")),
    (
        r"^(Add|Subtract|Multiply|Average|Maximum|Minimum|Concatenate|Dot)$",
        Family("#f0fdfa", "#0d9488"),
    ),
    (r"Activation|LU$|Softmax", Family("#fffbeb", "#d97706")),
    (
        r"Flatten|Reshape|Permute|Padding|Cropping|UpSampling|Repeat|Resizing",
        Family("#eef2ff", "#4f46e5"),
    ),
)
"""Colours by a pattern in the class name; the first that fits counts."""


def family_of(name: str) -> Family:
    """Gives the family of a class.

    Example:
        >>> family_of("SeparableConv1D") == family_of("Conv2D") != family_of("MaxPooling2D")
        True
    """
    return next((family for pattern, family in FAMILIES if re.search(pattern, name)), OTHER)
