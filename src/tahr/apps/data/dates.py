"""Days and times as people write them in tables."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

FORMS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S%z", "%Y-%m", "%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d",
    "%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%y",
    "%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%y",
    "%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%y", "%d-%m-%Y", "%m-%d-%Y",
    "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%b %Y", "%B %Y",
)  # fmt: skip
"""In the order in which they are tried; the first that all values have is the column's."""
SHAPED = re.compile(r"[^\d]*\d[\d\s./:,\-+A-Za-z]*$")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def form_of(values: Iterable[str]) -> str | None:
    """Returns the form in which all values are days or times; None where there is none.

    Example:
        >>> form_of(["31.12.2024", "01.01.2025"])
        '%d.%m.%Y'
    """
    texts = list(values)
    if not texts or not all(_may_be(text) for text in texts):
        return None
    return next((form for form in FORMS if all(_read(t, form) is not None for t in texts)), None)


def as_seconds(values: NDArray[np.object_], form: str) -> NDArray[np.float64]:
    """Returns seconds since 1970, NaN for what is missing or in another form."""
    return np.array([_read(v, form) if isinstance(v, str) else None for v in values], np.float64)


def _may_be(text: str) -> bool:
    return 6 <= len(text) <= 32 and SHAPED.match(text) is not None


def _read(text: str, form: str) -> float | None:
    try:
        found = datetime.strptime(text.strip(), form)
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return (found - EPOCH).total_seconds()
