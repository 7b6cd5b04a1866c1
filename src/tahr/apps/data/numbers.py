"""Numbers as people write them in tables."""

import re

import numpy as np
from numpy.typing import NDArray

PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+$")
AROUND = re.compile(r"^[$€£¥]\s*|\s*[$€£¥%]$")


def as_numbers(values: NDArray[np.generic] | NDArray[np.object_]) -> NDArray[np.float64]:
    """Returns a column as numbers, NaN for what is missing or no number.

    Thousands may be set apart (`1,234.5`), the comma may be decimal (`1.234,5`), and a sign of
    money or percent may stand beside the number.

    Example:
        >>> as_numbers(np.array(["1,234.5", "12 %", None, "x"], object))
        array([1234.5,   12. ,    nan,    nan])
    """
    if values.dtype != object:
        return np.asarray(values, np.float64)
    return np.array([_number(value) for value in values], np.float64)


def _number(value: object) -> float:
    if isinstance(value, (int, float)):
        return float(value)
    if not isinstance(value, str):
        return np.nan
    text = AROUND.sub("", value.strip())
    if GROUPED.match(text):
        text = text.replace(",", "")
    elif COMMA.match(text):
        text = text.replace(".", "").replace(",", ".")
    return float(text) if PLAIN.match(text) else np.nan
